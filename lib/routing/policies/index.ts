/**
 * What PeerAuthentications, RequestAuthentications and AuthorizationPolicies do with a request, as istiod and Envoy
 * would. Each policy is read and compiled once for an index. Malformed policies have no effect; `ignoredPolicies` lists
 * them.
 */

import type { MeshIndex } from '../../istiod/mesh-index';
import { ignoredPeerAuthentications } from '../../istiod/policies/peer-authentication';
import type { IgnoredPolicy } from '../../istiod/policies/policy';
import { ignoredAuthorizationPolicies } from './authorization/authorize';
import { ignoredRequestAuthentications } from './tokens/request-authentications';

export {
  namespaceMode,
  type PeerAuthenticationScope,
  type ServerTls,
  type ServerTlsMode,
  serverTls,
} from '../../istiod/policies/peer-authentication';
export type { IgnoredPolicy } from '../../istiod/policies/policy';
export { admit } from './admit';
export {
  type AppliedAuthorization,
  admitsNothing,
  appliedAuthorization,
  authorize,
  authorizeExternally,
  type Consideration,
  considerAuthorization,
  decidingAuthorization,
  type Verdict,
} from './authorization/authorize';
export type { Subject } from './authorization/truth';
export { type Enforcement, enforce, hasPolicies } from './enforce';
export { identityOf, principalOf } from './identity';
export {
  type ClientTls,
  clientTls,
  type DestinationTls,
  type TlsClient,
  type TlsDestination,
} from './tls/client-side-tls';
export { type Authentication, authenticate } from './tokens/authenticate';
export { hasRequestAuthentication } from './tokens/request-authentications';
export type { Claims, Token } from './tokens/token';

/** The policies that apply to no pod, and why. */
export function ignoredPolicies(index: MeshIndex): readonly IgnoredPolicy[] {
  return [
    ...ignoredPeerAuthentications(index),
    ...ignoredRequestAuthentications(index),
    ...ignoredAuthorizationPolicies(index),
  ];
}
