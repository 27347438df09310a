import type { MessageSubject } from '@/lib/checkout';
import { unreachable } from '@/lib/kernel/invariant';

/** What a version calls the parts of a session that versions call differently: RFC 9535 paths. */
export type Paths = {
  readonly address: string;
  readonly option: string;
  readonly group: (index: number) => string;
  readonly discountCode: (index: number) => string;
  readonly authentication: string;
};

/** Where a version has what a message is about. */
export const paramOfPaths =
  (paths: Paths) =>
  (subject: MessageSubject): string => {
    switch (subject.field) {
      case 'line':
        return `$.line_items[${subject.index}]`;
      case 'buyer':
        return '$.buyer';
      case 'buyer_email':
        return '$.buyer.email';
      case 'address':
        return paths.address;
      case 'fulfillment_option':
        return paths.option;
      case 'fulfillment_group':
        return paths.group(subject.index);
      case 'discount_code':
        return paths.discountCode(subject.index);
      case 'authentication':
        return paths.authentication;
      case 'payment':
        return '$.payment_data';
      default:
        return unreachable(subject);
    }
  };
