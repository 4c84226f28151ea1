import type {
  AuthorizationPolicySpecRules,
  AuthorizationPolicySpecRulesToOperation,
} from '../../../imports/security.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { copy, type Rendering } from '../rendering';
import { type AuthorizationSourceLike, renderSource } from './authorization-source';
import type { Condition } from './condition';

/**
 * Conditions on the operation of a request, all of which must hold. A list matches if the request has one of its
 * values; a list whose name begins with `not` matches if the request has none of them. One `*` at the beginning or the
 * end of a value matches any text, and `*` alone matches any value.
 *
 * For TCP traffic that is not HTTP, only ports can match. A rule with the action ALLOW and other conditions does not
 * match such traffic. A rule with the action DENY or AUDIT matches it without regard to the other conditions, and so
 * denies more: give such a rule ports as well.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
 */
export interface AuthorizationOperation {
  /**
   * Values of the Host header as the client sent it, which may end in a port (`shop.example.com:*`). Case does not
   * matter.
   *
   * @default any host
   */
  readonly hosts?: readonly string[];

  /**
   * Hosts to exclude, as in `hosts`.
   *
   * @default no exceptions
   */
  readonly notHosts?: readonly string[];

  /**
   * Methods in upper case, such as `HttpMethod.GET`.
   *
   * @default any method
   */
  readonly methods?: readonly string[];

  /**
   * Methods to exclude, as in `methods`.
   *
   * @default no exceptions
   */
  readonly notMethods?: readonly string[];

  /**
   * Paths without the query. The comparison is case-sensitive, and `/api` does not match `/api/`.
   *
   * In a path template, `{*}` matches exactly one segment, and `{**}` matches any number of segments; no operator may
   * follow `{**}`. A path template cannot contain `*`.
   *
   * @default any path
   */
  readonly paths?: readonly string[];

  /**
   * Paths to exclude, as in `paths`.
   *
   * @default no exceptions
   */
  readonly notPaths?: readonly string[];

  /**
   * Ports that the container listens on, not the ports of the Service. At the ingress gateway of the default profile,
   * write 8080 instead of 80, and 8443 instead of 443.
   *
   * @default any port
   */
  readonly ports?: readonly number[];

  /**
   * Ports to exclude, as in `ports`.
   *
   * @default no exceptions
   */
  readonly notPorts?: readonly number[];
}

/**
 * A rule. It matches a request or connection if `from`, `to` and `when` all match. An empty rule (`{}`) matches
 * everything.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule
 */
export interface AuthorizationRule {
  /**
   * Sources, at least one of which must match.
   *
   * @default any source
   */
  readonly from?: readonly AuthorizationSourceLike[];

  /**
   * Operations, at least one of which must match.
   *
   * @default any operation
   */
  readonly to?: readonly AuthorizationOperation[];

  /**
   * Other conditions, all of which must hold.
   *
   * @default none
   */
  readonly when?: readonly Condition[];
}

/** @internal */
export function renderRule(
  { from, to, when }: AuthorizationRule,
  rendering: Rendering,
  field: FieldPath,
): AuthorizationPolicySpecRules {
  return {
    from: from?.map((source, i) => ({
      source: renderSource(source, rendering, [...field, 'from', i, 'source']),
    })),
    to: to?.map((operation) => ({ operation: renderOperation(operation) })),
    when: when?.map((condition, i) => condition._render(rendering, [...field, 'when', i])),
  };
}

function renderOperation(operation: AuthorizationOperation): AuthorizationPolicySpecRulesToOperation {
  return {
    hosts: copy(operation.hosts),
    notHosts: copy(operation.notHosts),
    methods: copy(operation.methods),
    notMethods: copy(operation.notMethods),
    paths: copy(operation.paths),
    notPaths: copy(operation.notPaths),
    ports: operation.ports?.map(String),
    notPorts: operation.notPorts?.map(String),
  };
}
