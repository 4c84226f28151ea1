import type { MeshIndex } from '../../istiod/mesh-index';
import type { Workload } from '../../istiod/workloads/workloads';
import { refTo } from '../../manifests/object-ref';
import type { Connection, HttpRequest } from '../request/request';
import type { HeaderOperation, OutcomeKind, PoliciesHop } from '../result';
import { type Enforcement, enforce } from './enforce';
import type { Claims, Token } from './tokens/token';

/** What the policies of a workload do with a request, as a hop and an outcome of a trace. */
export interface Admission {
  readonly hop: PoliciesHop;
  /** The outcome of the request, unless it is let in. */
  readonly refusal?: OutcomeKind;
  /** The request as the proxy passes it on. */
  readonly request?: HttpRequest;
  /** The claims that the request proves by its token. */
  readonly claims?: Claims;
}

/**
 * Whether the policies of a workload let in what comes to its proxy. (O 5, 11)
 *
 * @param request undefined if the proxy reads no requests, but only bytes
 */
export function admit(
  index: MeshIndex,
  workload: Workload,
  connection: Connection,
  request?: HttpRequest,
): Admission {
  const enforcement = enforce(index, workload, connection, request);
  const { is, by, rule, because, authenticatedBy } = enforcement;
  const at = refTo(workload.manifest);
  const token = is === 'allowed' ? enforcement.token : undefined;
  const hop: PoliciesHop = {
    hop: 'policies',
    workload: at,
    is,
    ...(by ? { by } : {}),
    ...(rule === undefined ? {} : { rule }),
    because,
    ...(token?.principal ? { requestPrincipal: token.principal } : {}),
    ...(authenticatedBy ? { authenticatedBy } : {}),
    ...(token ? { tokenPlaces: token.places } : {}),
    ...passedOn(request, enforcement, token),
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
      return { hop, refusal: { is, ...status, ...(by ? { policy: by } : {}), at, because } };
    }
    case 'unmodelled':
      return { hop, refusal: { is, object: by ?? at, because } };
  }
}

/** What a proxy changes in the headers of a request that it lets in. (H2) */
function passedOn(
  request: HttpRequest | undefined,
  enforcement: Enforcement,
  token: Token | undefined,
): Pick<PoliciesHop, 'requestHeaders'> {
  const sent = enforcement.is === 'allowed' ? enforcement.request : undefined;
  if (!request || !sent || (sent === request && !token?.removedHeader)) {
    return {};
  }
  const gone = [...request.headers.keys()].filter((name) => !sent.headers.has(name));
  const removed = new Set(token?.removedHeader === undefined ? gone : [token.removedHeader, ...gone]);
  const operations = [
    ...[...removed].map((name): HeaderOperation => ({ do: 'remove', name })),
    ...[...sent.headers]
      .filter(([name, value]) => request.headers.get(name) !== value)
      .map(([name, value]): HeaderOperation => ({ do: 'set', name, value })),
  ];
  return operations.length > 0 ? { requestHeaders: operations } : {};
}
