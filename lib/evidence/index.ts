export { verifyEvidence, type Authorisation, type Countersignature, type Facts, type LimitsInForce, type Trust, type Verdict } from './verify';
