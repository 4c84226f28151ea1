import type {
  AuthorizationPolicySpecRules,
  AuthorizationPolicySpecRulesToOperation,
} from '../../../imports/security.istio.io';
import { copy, type Rendering } from '../rendering';
import { type AuthorizationSourceLike, renderSource } from './authorization-source';
import type { Condition } from './condition';

/**
 * What requests want: conditions all of which must hold. In each list, one value must be met; in those that begin with
 * `not`, none. One `*` at the beginning or the end of a value stands for any text, and `*` alone for any value.
 *
 * Only ports say something about TCP that is not HTTP. There, a rule of action ALLOW with any of the others matches
 * nothing, while one of action DENY or AUDIT matches without them, and so denies more: give it ports too.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
 */
export interface AuthorizationOperation {
  /**
   * The Host header as it was sent, which may end in a port (`shop.example.com:*`), in any case.
   *
   * @default any host
   */
  readonly hosts?: readonly string[];

  /**
   * Hosts to except, as in `hosts`.
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
   * Methods to except, as in `methods`.
   *
   * @default no exceptions
   */
  readonly notMethods?: readonly string[];

  /**
   * Paths with case, without query: `/api` is not `/api/`. A segment `{*}` stands for any one segment, and `{**}` for any
   * number of them, with nothing like it behind; a path with these takes no `*`.
   *
   * @default any path
   */
  readonly paths?: readonly string[];

  /**
   * Paths to except, as in `paths`.
   *
   * @default no exceptions
   */
  readonly notPaths?: readonly string[];

  /**
   * Ports that the container listens on (not those of the Service). At the ingress gateway of the default profile, 8080
   * stands for 80, and 8443 for 443.
   *
   * @default any port
   */
  readonly ports?: readonly number[];

  /**
   * Ports to except, as in `ports`.
   *
   * @default no exceptions
   */
  readonly notPorts?: readonly number[];
}

/**
 * Requests or connections that a policy is about: those that fit `from`, `to` and `when` alike. Without any of these
 * (`{}`), all.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule
 */
export interface AuthorizationRule {
  /**
   * Where they come from, one of these.
   *
   * @default anywhere
   */
  readonly from?: readonly AuthorizationSourceLike[];

  /**
   * What they want, one of these.
   *
   * @default anything
   */
  readonly to?: readonly AuthorizationOperation[];

  /**
   * Further conditions, all of which must hold.
   *
   * @default none
   */
  readonly when?: readonly Condition[];
}

/** @internal */
export function renderRule(
  { from, to, when }: AuthorizationRule,
  rendering: Rendering,
  field: string,
): AuthorizationPolicySpecRules {
  return {
    from: from?.map((source, i) => ({
      source: renderSource(source, rendering, `${field}.from[${i}].source`),
    })),
    to: to?.map((operation) => ({ operation: renderOperation(operation) })),
    when: when?.map((condition, i) => condition._render(rendering, `${field}.when[${i}]`)),
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
