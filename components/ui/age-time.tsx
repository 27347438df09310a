import { ageText } from './age';

/** How long ago something was, with the instant itself for whoever wants it. */
export const AgeTime = ({ at, now, locale }: { at: Date; now: Date; locale?: string }) => (
  <time dateTime={at.toISOString()} title={at.toISOString()}>
    {ageText(at, now, locale)}
  </time>
);
