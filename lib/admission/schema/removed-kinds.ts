/** The successors of kinds by name, in the groups that earlier versions of Istio had. */
type Successors = Readonly<Record<string, string>>;

const AUTHORIZATION = 'AuthorizationPolicy of security.istio.io/v1';
const AUTHENTICATION =
  'PeerAuthentication for mutual TLS and RequestAuthentication for tokens, of security.istio.io/v1';
const MIXER =
  'Telemetry of telemetry.istio.io/v1 for metrics and logs, WasmPlugin of extensions.istio.io/v1alpha1 for other adapters, or an EnvoyFilter for quotas';

const RBAC: Successors = {
  ClusterRbacConfig: AUTHORIZATION,
  RbacConfig: AUTHORIZATION,
  ServiceRole: AUTHORIZATION,
  ServiceRoleBinding: AUTHORIZATION,
};

const FIRST_ROUTING: Successors = {
  DestinationPolicy: 'DestinationRule of networking.istio.io/v1',
  EgressRule: 'ServiceEntry of networking.istio.io/v1',
  ExternalService: 'ServiceEntry of networking.istio.io/v1',
  RouteRule: 'VirtualService of networking.istio.io/v1',
};

const BY_GROUP: Readonly<Record<string, { readonly kinds: Successors; readonly others?: string }>> = {
  'rbac.istio.io': { kinds: RBAC, others: AUTHORIZATION },
  'authentication.istio.io': { kinds: {}, others: AUTHENTICATION },
  'config.istio.io': { kinds: FIRST_ROUTING, others: MIXER },
  'networking.istio.io': { kinds: FIRST_ROUTING },
  'security.istio.io': { kinds: { ...RBAC, MeshPolicy: AUTHENTICATION, Policy: AUTHENTICATION } },
};

/** What took the place of a kind that Istio had once, with its group; undefined for every other kind. */
export function successorOf({ group, kind }: { readonly group: string; readonly kind: string }) {
  const known = Object.hasOwn(BY_GROUP, group) ? BY_GROUP[group] : undefined;
  return known && Object.hasOwn(known.kinds, kind) ? known.kinds[kind] : known?.others;
}
