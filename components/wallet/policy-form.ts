import type { Policy } from '@/lib/policy';

export const SPANS = [['60', 'minute'], ['3600', 'hour'], ['86400', 'day'], ['604800', 'week']] as const;
export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

type Rule = { readonly action: string };

/** A policy as PATCH takes it: every rule by its name, null where it is off. */
export type PolicyBody = Readonly<Record<'merchants' | 'categories' | 'countries' | 'hours' | 'velocity' | 'new_merchant' | 'unusual_amount' | 'unusual_hour', Rule | null>>;

/** What was typed between commas, each once. */
const words = (text: string, spell: (word: string) => string): string[] => [...new Set(text.split(',').map((word) => spell(word.trim())).filter((word) => word !== ''))];

/** What the form of PolicyFields says. */
export function readPolicy(form: FormData): PolicyBody {
  const at = (name: string): string => String(form.get(name) ?? '').trim();
  const when = (rule: string, isSet: boolean, fields: object): Rule | null => {
    const action = at(`${rule}.action`);
    return isSet && action !== 'allow' ? { ...fields, action } : null;
  };
  const list = (rule: string, spell: (word: string) => string): Rule | null => {
    const [allowed, blocked] = [words(at(`${rule}.allowed`), spell), words(at(`${rule}.blocked`), spell)];
    return when(rule, allowed.length + blocked.length > 0, { allowed, blocked });
  };
  const [from, until, days] = [at('hours.from'), at('hours.until'), form.getAll('hours.days').map(Number)];
  return {
    merchants: list('merchants', (word) => word.toLowerCase()),
    categories: list('categories', (word) => word),
    countries: list('countries', (word) => word.toUpperCase()),
    hours: when('hours', from !== '' && until !== '' && days.length > 0, { days, from, until: until === '00:00' ? '24:00' : until }),
    velocity: when('velocity', at('velocity.purchases') !== '', { purchases: Number(at('velocity.purchases')), seconds: Number(at('velocity.seconds')) }),
    new_merchant: when('new_merchant', true, {}),
    unusual_amount: when('unusual_amount', at('unusual_amount.times') !== '', { times: Number(at('unusual_amount.times')) }),
    unusual_hour: when('unusual_hour', true, {}),
  };
}

/** What stands in the form before anyone types. */
export const policyDefaults = (policy: Policy) => ({
  list: (key: 'merchants' | 'categories' | 'countries') => ({
    allowed: policy[key]?.allowed.join(', ') ?? '', blocked: policy[key]?.blocked.join(', ') ?? '', action: policy[key]?.action ?? 'ask',
  }),
  hours: { from: policy.hours?.from ?? '08:00', until: policy.hours?.until === '24:00' ? '00:00' : (policy.hours?.until ?? '22:00'), days: policy.hours?.days ?? [1, 2, 3, 4, 5, 6, 7], action: policy.hours?.action ?? 'allow' },
  velocity: { purchases: policy.velocity?.purchases ?? 10, seconds: String(policy.velocity?.seconds ?? 3600), action: policy.velocity?.action ?? 'allow' },
  newMerchant: policy.newMerchant?.action ?? 'allow',
  unusualAmount: { times: policy.unusualAmount?.times ?? 3, action: policy.unusualAmount?.action ?? 'allow' },
  unusualHour: policy.unusualHour?.action ?? 'allow',
});
