export { MESH } from '../istiod/virtual-services/gateway-names';
export { validateConnectionPool } from './destination-rule/connection-pool';
export type { Problem } from './problem';
export { DRY_RUN } from './security/authorization-policy';
export type { AdmissionObject } from './validator';
export { problemsOf } from './validators';
export { ROOT_NAMESPACE } from './values/policy-target';
export { dnsNameProblems, portProblems } from './values/values';
export { CipherSuite, GrpcStatus, HttpMethod, RetryOn } from './values/vocabulary';
