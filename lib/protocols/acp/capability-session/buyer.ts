import { z } from 'zod';
import type { Buyer, BuyerProfile } from '@/lib/checkout';
import { dateTime, email, given, list, text } from '../schema';

// Buyer of 2026-01-30 and 2026-04-17. What is told beside name and address is kept for the merchant and given back; no price follows from it.

export const buyer = z.strictObject({
  first_name: text.optional(),
  last_name: text.optional(),
  full_name: text.optional(),
  email,
  phone_number: text.optional(),
  customer_id: text.optional(),
  account_type: z.enum(['guest', 'registered', 'business']).optional(),
  authentication_status: z.enum(['authenticated', 'guest', 'requires_signin']).optional(),
  company: z.strictObject({ name: text, tax_id: text.optional(), department: text.optional(), cost_center: text.optional() }).optional(),
  loyalty: z.strictObject({ tier: text.optional(), points_balance: z.int().optional(), member_since: dateTime.optional() }).optional(),
  tax_exemption: z
    .strictObject({
      certificate_id: text,
      certificate_type: z.enum(['resale', 'exempt_organization', 'government']),
      exempt_regions: list(text).optional(),
      expires_at: dateTime.optional(),
    })
    .optional(),
});
type WireBuyer = z.output<typeof buyer>;

export const toBuyer = (told: WireBuyer): Buyer => ({
  email: told.email,
  ...given({ firstName: told.first_name, lastName: told.last_name, fullName: told.full_name, phoneNumber: told.phone_number, profile: toProfile(told) }),
});

const toProfile = ({ customer_id, account_type, authentication_status, company, loyalty, tax_exemption }: WireBuyer): BuyerProfile | undefined =>
  given({
    customerId: customer_id,
    accountType: account_type,
    authenticationStatus: authentication_status,
    company: company && { name: company.name, ...given({ taxId: company.tax_id, department: company.department, costCenter: company.cost_center }) },
    loyalty: loyalty && given({ tier: loyalty.tier, pointsBalance: loyalty.points_balance, memberSince: loyalty.member_since }),
    taxExemption: tax_exemption && {
      certificateId: tax_exemption.certificate_id,
      certificateType: tax_exemption.certificate_type,
      ...given({ exemptRegions: tax_exemption.exempt_regions, expiresAt: tax_exemption.expires_at }),
    },
  });

export const writeBuyer = ({ firstName, lastName, fullName, email: address, phoneNumber, profile }: Buyer): object => ({
  first_name: firstName,
  last_name: lastName,
  full_name: fullName,
  email: address,
  phone_number: phoneNumber,
  ...(profile && writeProfile(profile)),
});

const writeProfile = ({ customerId, accountType, authenticationStatus, company, loyalty, taxExemption }: BuyerProfile): object => ({
  customer_id: customerId,
  account_type: accountType,
  authentication_status: authenticationStatus,
  company: company && { name: company.name, tax_id: company.taxId, department: company.department, cost_center: company.costCenter },
  loyalty: loyalty && { tier: loyalty.tier, points_balance: loyalty.pointsBalance, member_since: loyalty.memberSince },
  tax_exemption: taxExemption && {
    certificate_id: taxExemption.certificateId,
    certificate_type: taxExemption.certificateType,
    exempt_regions: taxExemption.exemptRegions,
    expires_at: taxExemption.expiresAt,
  },
});
