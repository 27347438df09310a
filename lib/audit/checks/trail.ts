import type { Check } from '../types';

/** ADR 0023: what was written into an owner's trail stands there, whole, unchanged and in order. */
export const trailChecks: readonly Check[] = [
  {
    name: 'trail.chain',
    says: 'The links of a trail are numbered without a gap from 1, and each names the hash of the one before it.',
    text: `
      select format('%s#%s', wallet_id, seq) as id, format('follows link %s, whose hash is %s, and names %s', before, hash_before, previous_hash) as detail
        from (select wallet_id, seq, previous_hash, coalesce(lag(seq) over chain, 0) as before, coalesce(lag(hash) over chain, repeat('0', 64)) as hash_before
                from audit_link window chain as (partition by wallet_id order by seq)) link
       where seq <> before + 1 or previous_hash <> hash_before`,
  },
  {
    name: 'trail.content',
    says: 'A link has the hash of its content, and its content says what the event and the link say.',
    text: `
      select format('%s#%s', l.wallet_id, l.seq) as id, format('says %s of event %s, which is %s', l.content, l.event_id, coalesce(e.kind, 'missing')) as detail
        from audit_link l
        left join audit_event e on e.wallet_id = l.wallet_id and e.id = l.event_id
       where e.id is null or l.hash <> encode(sha256(convert_to(l.content, 'UTF8')), 'hex')
          or l.content::jsonb <> jsonb_build_object('v', 1, 'wallet_id', l.wallet_id, 'seq', l.seq::text, 'previous_hash', l.previous_hash, 'event_id', e.id, 'kind', e.kind,
               'actor', e.actor, 'subject', e.subject, 'detail', e.detail, 'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`,
  },
  {
    name: 'trail.event',
    says: 'An event is in its chain, or waits to be.',
    text: `
      select e.id, format('%s of %s is in no chain and does not wait for one', e.kind, e.wallet_id) as detail
        from audit_event e
        left join audit_link l on l.wallet_id = e.wallet_id and l.event_id = e.id
        left join audit_pending p on p.wallet_id = e.wallet_id and p.event_id = e.id
       where l.event_id is null and p.event_id is null`,
  },
  {
    name: 'trail.seal',
    says: 'What was signed as the end of a trail is still a part of it, and its end is signed.',
    text: `
      select format('%s#%s', s.wallet_id, s.seq) as id, format('is signed as %s, the link is %s', s.hash, coalesce(l.hash, 'missing')) as detail
        from audit_seal s
        left join audit_link l on l.wallet_id = s.wallet_id and l.seq = s.seq
       where l.hash is distinct from s.hash or (s.record->>'seq', s.record->>'hash') is distinct from (s.seq::text, s.hash)
      union all
      select format('%s#%s', wallet_id, max(l.seq)) as id, 'is the end of a trail and is not signed' as detail
        from audit_link l group by wallet_id having max(l.seq) is distinct from (select max(s.seq) from audit_seal s where s.wallet_id = l.wallet_id)`,
  },
];
