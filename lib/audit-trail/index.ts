export { sealTrails } from './seal-trails';
export { verifyTrail, type TrailVerdict } from './verify-trail';
export { listTrailSeals, loadTrail, streamChain, type TrailRow } from './view';
