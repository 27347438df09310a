/** Of SACP, as the profile at /.well-known/ucp says. */
export const WIRE_VERSION = '1.0';
