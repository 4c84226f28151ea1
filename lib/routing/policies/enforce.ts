import type { MeshIndex } from '../../istiod/mesh-index';
import type { Workload } from '../../istiod/workloads/workloads';
import type { ObjectRef } from '../../manifests/object-ref';
import type { Connection, HttpRequest } from '../request/request';
import {
  appliedAuthorization,
  authorize,
  authorizeExternally,
  type Verdict,
} from './authorization/authorize';
import { authenticate } from './tokens/authenticate';
import { hasRequestAuthentication } from './tokens/request-authentications';
import type { Token } from './tokens/token';

/** What the proxy of a pod does with a request, or with a connection that carries no HTTP. */
export type Enforcement = EnforcementKind & {
  /** The rule of the RequestAuthentication that accepts the token; absent without such a token. */
  readonly authenticatedBy?: { readonly policy: ObjectRef; readonly rule: number };
};

type EnforcementKind =
  | {
      readonly is: 'allowed';
      /** The AuthorizationPolicy that allowed it; absent if there are no ALLOW policies. */
      readonly by?: ObjectRef;
      readonly rule?: number;
      readonly because: string;
      /** The token that the request was authenticated by. */
      readonly token?: Token;
      /** The request as routes and the next proxy see it; absent for connections without HTTP. */
      readonly request?: HttpRequest;
    }
  | {
      readonly is: 'denied';
      /** The status for a request; a connection without HTTP is closed. */
      readonly answer: 401 | 403 | 'closed';
      /** The AuthorizationPolicy or RequestAuthentication that denied it; absent if no ALLOW policy matched. */
      readonly by?: ObjectRef;
      readonly rule?: number;
      readonly because: string;
    }
  | {
      readonly is: 'unmodelled';
      readonly by?: ObjectRef;
      readonly rule?: number;
      readonly because: string;
    };

/** Whether a workload has policies that may stop a request. */
export function hasPolicies(index: MeshIndex, workload: Workload): boolean {
  const { custom, deny, allow } = appliedAuthorization(index, workload);
  return custom.length + deny.length + allow.length > 0 || hasRequestAuthentication(index, workload);
}

/**
 * What the policies of a workload do with what comes to its proxy: first CUSTOM policies, then the token, then DENY and
 * ALLOW policies. Pods without a proxy enforce no policies; do not ask for them. (H4)
 *
 * @param request undefined if the proxy reads no requests, but only bytes
 */
export function enforce(
  index: MeshIndex,
  workload: Workload,
  connection: Connection,
  request?: HttpRequest,
): Enforcement {
  const external = authorizeExternally(index, workload, {
    connection,
    ...(request ? { http: request } : {}),
  });
  if (external) {
    return enforced(external, request);
  }
  if (!request) {
    return enforced(authorize(index, workload, { connection }), undefined);
  }
  const authentication = authenticate(index, workload, request);
  if (authentication.is === 'rejected') {
    const { status, by, rule, because } = authentication;
    return { is: 'denied', answer: status, by, rule, because };
  }
  if (authentication.is === 'unmodelled') {
    return authentication;
  }
  const http = authentication.request;
  if (authentication.is === 'anonymous') {
    return enforced(authorize(index, workload, { connection, http }), http);
  }
  const { token, by: policy, rule } = authentication;
  const verdict = enforced(authorize(index, workload, { connection, http, token }), http);
  const authenticatedBy = { policy, rule };
  return verdict.is === 'allowed' ? { ...verdict, token, authenticatedBy } : { ...verdict, authenticatedBy };
}

function enforced({ is, ...decision }: Verdict, request: HttpRequest | undefined): Enforcement {
  switch (is) {
    case 'allowed':
      return { is, ...decision, ...(request ? { request } : {}) };
    case 'denied':
      return { is, answer: request ? 403 : 'closed', ...decision };
    case 'unmodelled':
      return { is, ...decision };
  }
}
