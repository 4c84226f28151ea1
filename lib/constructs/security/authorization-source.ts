import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { AuthorizationPolicySpecRulesFromSource } from '../../../imports/security.istio.io';
import { NAMESPACE } from '../../manifests/kinds';
import type { FieldPath } from '../../manifests/manifest';
import { namespaceName } from '../kubernetes/namespace';
import { type IKubernetesNamespace, isOfKind } from '../kubernetes/objects';
import { knownServiceAccount, type ServiceIdentity } from '../kubernetes/service-account';
import type { INamespaceReference, NamespaceLike } from '../references';
import { copy, type Rendering } from '../rendering';

/** Options of `Principal.of`. */
export interface PrincipalOptions {
  /**
   * The trust domain of the mesh that issued the identity.
   *
   * @default 'cluster.local', which Istio replaces with the trust domain of its own mesh and its aliases
   */
  readonly trustDomain?: string;
}

/**
 * The identity of a client, which the certificate of its sidecar or gateway proves over mutual TLS.
 *
 * @see https://istio.io/latest/docs/concepts/security/#istio-identity
 */
export class Principal {
  /**
   * The identity of a ServiceAccount, or of a workload that runs as one.
   *
   * Synthesis fails if the ServiceAccount has no namespace, or if a workload runs as the default ServiceAccount.
   */
  static of(identity: ServiceIdentity, { trustDomain = 'cluster.local' }: PrincipalOptions = {}): Principal {
    return new Principal((rendering, field) => {
      const { name, namespace } = knownServiceAccount(identity, rendering, field);
      if (namespace === undefined) {
        rendering.refuse(
          field,
          `names ServiceAccount "${name}", which has no namespace, of which an identity is made; ` +
            'set the namespace of its chart',
        );
      }
      return `${trustDomain}/ns/${namespace}/sa/${name}`;
    });
  }

  /** Any identity: every client that uses mutual TLS. */
  static any(): Principal {
    return new Principal(() => '*');
  }

  private constructor(private readonly derive: (rendering: Rendering, field: FieldPath) => string) {}

  /** @internal */
  _render(rendering: Rendering, field: FieldPath): string {
    return this.derive(rendering, field);
  }
}

/**
 * An identity: a ServiceAccount, a workload that runs as one, or the text `cluster.local/ns/NAMESPACE/sa/NAME`, in
 * which one `*` at the beginning or the end matches any text.
 */
export type PrincipalLike = ServiceIdentity | Principal | string;

/**
 * Conditions on the source of a request, all of which must hold. A list matches if the source has one of its values; a
 * list whose name begins with `not` matches if the source has none of them.
 *
 * Principals, ServiceAccounts, namespaces and trust domains come from the client's certificate for mutual TLS. If the
 * client has none, lists of these whose names begin with `not` match, and the others do not.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
 */
export interface AuthorizationSource {
  /**
   * The identities of the client.
   *
   * @default any identity, or none
   */
  readonly principals?: readonly PrincipalLike[];

  /**
   * Identities to exclude, as in `principals`.
   *
   * @default no exceptions
   */
  readonly notPrincipals?: readonly PrincipalLike[];

  /**
   * The ServiceAccounts of the client, in any trust domain: constructs, `NAME` for one in the namespace of the policy,
   * or `NAMESPACE/NAME`; at most 16. Not together with principals or namespaces.
   *
   * @default any ServiceAccount
   */
  readonly serviceAccounts?: readonly (ServiceIdentity | string)[];

  /**
   * ServiceAccounts to exclude, as in `serviceAccounts`.
   *
   * @default no exceptions
   */
  readonly notServiceAccounts?: readonly (ServiceIdentity | string)[];

  /**
   * The namespaces of the client. A `*` in a name matches any text.
   *
   * @default any namespace
   */
  readonly namespaces?: readonly NamespaceLike[];

  /**
   * Namespaces to exclude, as in `namespaces`.
   *
   * @default no exceptions
   */
  readonly notNamespaces?: readonly NamespaceLike[];

  /**
   * The trust domains of the client. One `*` at the beginning or the end matches any text.
   *
   * @default any trust domain
   */
  readonly trustDomains?: readonly string[];

  /**
   * Trust domains to exclude, as in `trustDomains`.
   *
   * @default no exceptions
   */
  readonly notTrustDomains?: readonly string[];

  /**
   * The issuer and the subject of the request's token, such as `https://accounts.example.com/alice`. `*` alone matches
   * any valid token, and `https://accounts.example.com/*` any valid token of the issuer. A `RequestAuthentication`
   * decides which tokens are valid.
   *
   * @default any token, or none
   */
  readonly requestPrincipals?: readonly string[];

  /**
   * Tokens to exclude, as in `requestPrincipals`. `*` alone matches the requests without a valid token.
   *
   * @default no exceptions
   */
  readonly notRequestPrincipals?: readonly string[];

  /**
   * IP addresses or CIDR blocks, such as `10.0.0.0/8`, of the peer of the connection. Behind another proxy, the peer is
   * that proxy.
   *
   * @default any address
   */
  readonly ipBlocks?: readonly string[];

  /**
   * Addresses to exclude, as in `ipBlocks`.
   *
   * @default no exceptions
   */
  readonly notIpBlocks?: readonly string[];

  /**
   * IP addresses or CIDR blocks of the original client, from `X-Forwarded-For` or the PROXY protocol. An ingress
   * gateway trusts `X-Forwarded-For` only as far as `numTrustedProxies` says.
   *
   * @default any address
   */
  readonly remoteIpBlocks?: readonly string[];

  /**
   * Addresses to exclude, as in `remoteIpBlocks`.
   *
   * @default no exceptions
   */
  readonly notRemoteIpBlocks?: readonly string[];
}

/**
 * The source of a request: conditions, a namespace, or a ServiceAccount or a workload that runs as one, which means its
 * principal.
 */
export type AuthorizationSourceLike =
  | AuthorizationSource
  | ServiceIdentity
  | IKubernetesNamespace
  | INamespaceReference
  | ApiObject;

/** @internal */
export function renderSource(
  from: AuthorizationSourceLike,
  rendering: Rendering,
  field: FieldPath,
): AuthorizationPolicySpecRulesFromSource {
  const source = toSource(from);
  const render = <T>(
    name: keyof AuthorizationSource,
    values: readonly T[] | undefined,
    write: (value: T, rendering: Rendering, field: FieldPath) => string,
  ) => values?.map((value, i) => write(value, rendering, [...field, name, i]));
  return {
    principals: render('principals', source.principals, renderPrincipal),
    notPrincipals: render('notPrincipals', source.notPrincipals, renderPrincipal),
    serviceAccounts: render('serviceAccounts', source.serviceAccounts, renderServiceAccount),
    notServiceAccounts: render('notServiceAccounts', source.notServiceAccounts, renderServiceAccount),
    namespaces: render('namespaces', source.namespaces, namespaceName),
    notNamespaces: render('notNamespaces', source.notNamespaces, namespaceName),
    trustDomains: copy(source.trustDomains),
    notTrustDomains: copy(source.notTrustDomains),
    requestPrincipals: copy(source.requestPrincipals),
    notRequestPrincipals: copy(source.notRequestPrincipals),
    ipBlocks: copy(source.ipBlocks),
    notIpBlocks: copy(source.notIpBlocks),
    remoteIpBlocks: copy(source.remoteIpBlocks),
    notRemoteIpBlocks: copy(source.notRemoteIpBlocks),
  };
}

function toSource(from: AuthorizationSourceLike): AuthorizationSource {
  if ('namespaceName' in from) {
    return { namespaces: [from] };
  }
  if (!Construct.isConstruct(from)) {
    return from as AuthorizationSource;
  }
  return isNamespace(from) ? { namespaces: [from] } : { principals: [from as ServiceIdentity] };
}

function isNamespace(value: object): value is IKubernetesNamespace {
  return isOfKind(NAMESPACE, value);
}

/** @internal */
export function renderPrincipal(principal: PrincipalLike, rendering: Rendering, field: FieldPath): string {
  if (typeof principal === 'string') {
    return principal;
  }
  return (principal instanceof Principal ? principal : Principal.of(principal))._render(rendering, field);
}

/** @internal */
export function renderServiceAccount(
  serviceAccount: ServiceIdentity | string,
  rendering: Rendering,
  field: FieldPath,
): string {
  if (typeof serviceAccount === 'string') {
    return serviceAccount;
  }
  const { name, namespace } = knownServiceAccount(serviceAccount, rendering, field);
  const foreign = rendering.foreignNamespace(field, { kind: 'ServiceAccount', name, namespace });
  return foreign === undefined ? name : `${foreign}/${name}`;
}
