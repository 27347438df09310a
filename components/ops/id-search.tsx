import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';

/** Any id of a purchase, to the page that follows it. */
export function IdSearch({ id = '' }: { id?: string }) {
  return (
    <form action="/ops/trace" className="mt-6 flex max-w-[64ch] flex-wrap items-end gap-2">
      <div className="min-w-0 flex-1">
        <Field label="Follow a purchase by any of its ids" name="id" defaultValue={id} required maxLength={200} spellCheck={false} autoComplete="off" className="font-mono" />
      </div>
      <Button type="submit" variant="primary" className="max-sm:w-full">Follow</Button>
    </form>
  );
}
