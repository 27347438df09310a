export { verifyEvidence, type Facts, type Trust, type Verdict } from './verify';
