import type { MeshIndex } from '../../istiod/mesh-index';
import type { PolicyReference } from '../../istiod/policies/policy';
import type { Workload } from '../../istiod/workloads/workloads';
import type { Connection, HttpRequest } from '../request/request';
import { authorize, authorizeExternally, type Verdict } from './authorization/authorize';
import { authenticate } from './tokens/authenticate';
import type { Token } from './tokens/token';

/** What comes of a request, or of a connection without HTTP, at the proxy of a pod. */
export type Enforcement =
  | {
      readonly is: 'allowed';
      /** The AuthorizationPolicy that allowed it; absent where nobody had to. */
      readonly by?: PolicyReference;
      readonly rule?: number;
      readonly because: string;
      /** What the request has proved by its JWT. */
      readonly token?: Token;
      /** The request as routes and the next proxy see it; undefined for connections without HTTP. */
      readonly request?: HttpRequest;
    }
  | {
      readonly is: 'denied';
      /** 401 and 403 for requests; connections without HTTP are closed. */
      readonly answer: 401 | 403 | 'closed';
      /** The AuthorizationPolicy or RequestAuthentication that denied it; absent where none allowed it. */
      readonly by?: PolicyReference;
      readonly rule?: number;
      readonly because: string;
    }
  | {
      readonly is: 'unmodelled';
      readonly by?: PolicyReference;
      readonly rule?: number;
      readonly because: string;
    };

/**
 * What the policies for a workload make of what reaches its proxy: CUSTOM, then the token, then DENY and ALLOW. (H4)
 * Pods without proxy enforce nothing; do not ask for them.
 *
 * @param request undefined where the proxy sees bytes only
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
  const token = authentication.is === 'authenticated' ? { token: authentication.token } : {};
  const http = authentication.request;
  const verdict = enforced(authorize(index, workload, { connection, http, ...token }), http);
  return verdict.is === 'allowed' ? { ...verdict, ...token } : verdict;
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
