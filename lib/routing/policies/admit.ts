import type { MeshIndex } from '../../istiod/mesh-index';
import type { Workload } from '../../istiod/workloads/workloads';
import { refTo } from '../../manifests/object-ref';
import type { Connection, HttpRequest } from '../request/request';
import type { OutcomeKind, PoliciesHop } from '../result';
import { enforce } from './enforce';
import type { Claims } from './tokens/token';

/** What the policies of a proxy make of a request. */
export interface Admission {
  readonly hop: PoliciesHop;
  /** What it comes to, unless it is let in. */
  readonly refusal?: OutcomeKind;
  /** As the proxy goes on with it. */
  readonly request?: HttpRequest;
  /** What the request has proved by its token. */
  readonly claims?: Claims;
}

/**
 * Whether the policies for a workload let in what comes to its proxy. (O 5, 11)
 *
 * @param request undefined where the proxy sees bytes only
 */
export function admit(
  index: MeshIndex,
  workload: Workload,
  connection: Connection,
  request?: HttpRequest,
): Admission {
  const enforcement = enforce(index, workload, connection, request);
  const { is, by, rule, because } = enforcement;
  const token = is === 'allowed' ? enforcement.token : undefined;
  const hop: PoliciesHop = {
    hop: 'policies',
    workload: refTo(workload.manifest),
    is,
    ...(by ? { by } : {}),
    ...(rule === undefined ? {} : { rule }),
    because,
    ...(token?.principal ? { requestPrincipal: token.principal } : {}),
  };
  switch (is) {
    case 'allowed':
      return {
        hop,
        ...(enforcement.request ? { request: enforcement.request } : {}),
        ...(token ? { claims: token.claims } : {}),
      };
    case 'denied': {
      const { answer } = enforcement;
      const status = answer === 'closed' ? {} : { status: answer };
      const policy = by ? { policy: by } : {};
      return { hop, refusal: { is, ...status, ...policy, at: refTo(workload.manifest), because } };
    }
    case 'unmodelled':
      return { hop, refusal: { is, object: by ?? refTo(workload.manifest), because } };
  }
}
