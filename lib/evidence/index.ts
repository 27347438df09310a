export { isTrail, verifyTrail, type TrailFacts, type TrailVerdict } from './verify-trail';
export { verifyEvidence, type Authorisation, type Countersignature, type Facts, type LimitsInForce, type Trust, type Verdict } from './verify';
