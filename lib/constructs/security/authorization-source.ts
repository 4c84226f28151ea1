import { type IServiceAccount, Namespace, type Pod, type Workload } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { AuthorizationPolicySpecRulesFromSource } from '../../../imports/security.istio.io';
import { type INamespaceReference, type NamespaceLike, namespaceName } from '../references';
import { copy, type Rendering } from '../rendering';
import { EchoServer } from '../workloads/echo-server';

/**
 * Something that runs as a ServiceAccount, or the ServiceAccount itself, of this app or imported with
 * `ServiceAccount.fromServiceAccountName` (which takes namespace `default` where none is given).
 */
export type ServiceIdentity = IServiceAccount | Workload | Pod | EchoServer;

/** What a principal may say beside its ServiceAccount. */
export interface PrincipalOptions {
  /**
   * The trust domain of the mesh that issued the identity.
   *
   * @default 'cluster.local', for which Istio puts the trust domain of its own mesh, and the aliases of that
   */
  readonly trustDomain?: string;
}

/**
 * An identity that a client proves by the certificate of its sidecar or gateway, over mutual TLS.
 *
 * @see https://istio.io/latest/docs/concepts/security/#istio-identity
 */
export class Principal {
  /** A ServiceAccount, or what runs as one. */
  static of(identity: ServiceIdentity, { trustDomain = 'cluster.local' }: PrincipalOptions = {}): Principal {
    return new Principal((rendering, field) => {
      const { name, namespace } = serviceAccountOf(identity, rendering, field);
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

  /** Any identity: whoever comes over mutual TLS. */
  static any(): Principal {
    return new Principal(() => '*');
  }

  private constructor(private readonly derive: (rendering: Rendering, field: string) => string) {}

  /** @internal */
  _render(rendering: Rendering, field: string): string {
    return this.derive(rendering, field);
  }
}

/**
 * An identity: of a ServiceAccount or what runs as one, or written as `cluster.local/ns/NAMESPACE/sa/NAME`, where one
 * `*` at the beginning or the end stands for any text.
 */
export type PrincipalLike = ServiceIdentity | Principal | string;

/**
 * Where requests come from: conditions all of which must hold. In each list, one value must be met; in those that begin
 * with `not`, none.
 *
 * Principals, ServiceAccounts, namespaces and trust domains are known by the certificates of mutual TLS. Of a client
 * without any, the lists that begin with `not` hold, and the others do not.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
 */
export interface AuthorizationSource {
  /**
   * Who sends the request.
   *
   * @default anyone
   */
  readonly principals?: readonly PrincipalLike[];

  /**
   * Senders to except, as in `principals`.
   *
   * @default no exceptions
   */
  readonly notPrincipals?: readonly PrincipalLike[];

  /**
   * As whom the sender runs, whatever its trust domain: ServiceAccounts, what runs as one, `NAME` for one in the
   * namespace of the policy, or `NAMESPACE/NAME`; 16 at most. Not together with principals or namespaces.
   *
   * @default anyone
   */
  readonly serviceAccounts?: readonly (ServiceIdentity | string)[];

  /**
   * Senders to except, as in `serviceAccounts`.
   *
   * @default no exceptions
   */
  readonly notServiceAccounts?: readonly (ServiceIdentity | string)[];

  /**
   * Namespaces in which the sender runs; in a name, `*` stands for any text.
   *
   * @default any namespace
   */
  readonly namespaces?: readonly NamespaceLike[];

  /**
   * Namespaces to except, as in `namespaces`.
   *
   * @default no exceptions
   */
  readonly notNamespaces?: readonly NamespaceLike[];

  /**
   * Trust domains of the sender, where one `*` at the beginning or the end stands for any text.
   *
   * @default any trust domain
   */
  readonly trustDomains?: readonly string[];

  /**
   * Trust domains to except, as in `trustDomains`.
   *
   * @default no exceptions
   */
  readonly notTrustDomains?: readonly string[];

  /**
   * Issuer and subject of the request's token, as `https://accounts.example.com/alice`. `*` alone stands for any good
   * token, `https://accounts.example.com/*` for any of an issuer. A `RequestAuthentication` says which tokens are good.
   *
   * @default with any token, or without
   */
  readonly requestPrincipals?: readonly string[];

  /**
   * Tokens to except, as in `requestPrincipals`; `*` alone leaves the requests without a good token.
   *
   * @default no exceptions
   */
  readonly notRequestPrincipals?: readonly string[];

  /**
   * Addresses, or blocks of them such as `10.0.0.0/8`, from which the connection comes: those of the last proxy before
   * this one.
   *
   * @default any address
   */
  readonly ipBlocks?: readonly string[];

  /**
   * Addresses to except, as in `ipBlocks`.
   *
   * @default no exceptions
   */
  readonly notIpBlocks?: readonly string[];

  /**
   * Addresses, or blocks of them, of the client itself, as told by `X-Forwarded-For` or the PROXY protocol. At an
   * ingress gateway, only as far as `numTrustedProxies` says that it can be believed.
   *
   * @default any address
   */
  readonly remoteIpBlocks?: readonly string[];

  /**
   * Addresses to except, as in `remoteIpBlocks`.
   *
   * @default no exceptions
   */
  readonly notRemoteIpBlocks?: readonly string[];
}

/**
 * Where requests come from: conditions, or simply a namespace, or a ServiceAccount or what runs as one, which stands
 * for its principal.
 */
export type AuthorizationSourceLike = AuthorizationSource | ServiceIdentity | Namespace | INamespaceReference;

/** @internal */
export function renderSource(
  from: AuthorizationSourceLike,
  rendering: Rendering,
  field: string,
): AuthorizationPolicySpecRulesFromSource {
  const source = toSource(from);
  const render = <T>(
    name: keyof AuthorizationSource,
    values: readonly T[] | undefined,
    write: (value: T, rendering: Rendering, field: string) => string,
  ) => values?.map((value, i) => write(value, rendering, `${field}.${name}[${i}]`));
  return {
    principals: render('principals', source.principals, renderPrincipal),
    notPrincipals: render('notPrincipals', source.notPrincipals, renderPrincipal),
    serviceAccounts: render('serviceAccounts', source.serviceAccounts, renderServiceAccount),
    notServiceAccounts: render('notServiceAccounts', source.notServiceAccounts, renderServiceAccount),
    namespaces: source.namespaces?.map(namespaceName),
    notNamespaces: source.notNamespaces?.map(namespaceName),
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
  if (from instanceof Namespace || 'namespaceName' in from) {
    return { namespaces: [from] };
  }
  return isIdentity(from) ? { principals: [from] } : from;
}

function isIdentity(value: AuthorizationSource | ServiceIdentity): value is ServiceIdentity {
  return Construct.isConstruct(value);
}

/** @internal */
export function renderPrincipal(principal: PrincipalLike, rendering: Rendering, field: string): string {
  if (typeof principal === 'string') {
    return principal;
  }
  return (principal instanceof Principal ? principal : Principal.of(principal))._render(rendering, field);
}

/** @internal */
export function renderServiceAccount(
  serviceAccount: ServiceIdentity | string,
  rendering: Rendering,
  field: string,
): string {
  if (typeof serviceAccount === 'string') {
    return serviceAccount;
  }
  const { name, namespace } = serviceAccountOf(serviceAccount, rendering, field);
  const foreign = rendering.foreignNamespace(field, { kind: 'ServiceAccount', name, namespace });
  return foreign === undefined ? name : `${foreign}/${name}`;
}

function serviceAccountOf(
  identity: ServiceIdentity,
  rendering: Rendering,
  field: string,
): { name: string; namespace: string | undefined } {
  const runner = identity instanceof EchoServer ? identity.deployment : identity;
  if (!runsPods(runner)) {
    const { name, namespace } = runner.toSubjectConfiguration();
    return { name, namespace };
  }
  const { serviceAccount, metadata, kind, name } = runner;
  if (serviceAccount) {
    // Pods can only run as a ServiceAccount of their own namespace.
    return { name: serviceAccount.name, namespace: metadata.namespace };
  }
  rendering.refuse(
    field,
    `names ${kind} "${name}", which runs as the ServiceAccount that all pods of its namespace have by default; ` +
      'give it one of its own',
  );
  return { name: 'default', namespace: metadata.namespace };
}

function runsPods(value: IServiceAccount | Workload | Pod): value is Workload | Pod {
  return 'podMetadata' in value;
}
