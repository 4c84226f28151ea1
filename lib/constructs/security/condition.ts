import type { AuthorizationPolicySpecRulesWhen } from '../../../imports/security.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { namespaceName } from '../kubernetes/namespace';
import type { ServiceIdentity } from '../kubernetes/service-account';
import type { NamespaceLike } from '../references';
import type { Rendering } from '../rendering';
import { type PrincipalLike, renderPrincipal, renderServiceAccount } from './authorization-source';

/**
 * The values that an attribute must have, the values that it must not have, or both.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Condition
 */
export type ConditionValues<T = string> =
  | {
      /** The attribute must have one of these values. */
      readonly values: readonly T[];

      /**
       * The attribute must not have any of these values.
       *
       * @default no exceptions
       */
      readonly notValues?: readonly T[];
    }
  | {
      /**
       * The attribute must have one of these values.
       *
       * @default any value, or none
       */
      readonly values?: undefined;

      /** The attribute must not have any of these values. */
      readonly notValues: readonly T[];
    };

/**
 * A condition on an attribute of a request or connection.
 *
 * Unless a method says otherwise, comparisons are case-sensitive, `*` alone matches any value, and one `*` at the
 * beginning or the end of a value matches any text.
 *
 * @see https://istio.io/latest/docs/reference/config/security/conditions/
 */
export class Condition {
  /** A header of the request, by case-insensitive name. HTTP only. */
  static requestHeader(name: string, values: ConditionValues): Condition {
    return Condition.of(`request.headers[${name}]`, values);
  }

  /** The IP address of the peer of the connection, or a CIDR block. Behind another proxy, the peer is that proxy. */
  static sourceIp(values: ConditionValues): Condition {
    return Condition.of('source.ip', values);
  }

  /** The IP address of the original client, or a CIDR block, from `X-Forwarded-For` or the PROXY protocol. */
  static remoteIp(values: ConditionValues): Condition {
    return Condition.of('remote.ip', values);
  }

  /** The namespace of the client, from mutual TLS. A `*` anywhere in it matches any text. */
  static sourceNamespace(values: ConditionValues<NamespaceLike>): Condition {
    return Condition.from('source.namespace', values, namespaceName);
  }

  /** The identity of the client, from mutual TLS. */
  static sourcePrincipal(values: ConditionValues<PrincipalLike>): Condition {
    return Condition.from('source.principal', values, renderPrincipal);
  }

  /** The ServiceAccount of the client, in any trust domain, from mutual TLS. A `*` in a name has no special meaning. */
  static sourceServiceAccount(values: ConditionValues<ServiceIdentity | string>): Condition {
    return Condition.from('source.serviceAccount', values, renderServiceAccount);
  }

  /** The trust domain of the client, from mutual TLS. */
  static sourceTrustDomain(values: ConditionValues): Condition {
    return Condition.of('source.trustDomain', values);
  }

  /** The issuer and the subject of the request's token, such as `https://accounts.example.com/alice`. HTTP only. */
  static requestPrincipal(values: ConditionValues): Condition {
    return Condition.of('request.auth.principal', values);
  }

  /** The audience of the request's token, its claim `aud`. HTTP only. */
  static requestAudiences(values: ConditionValues): Condition {
    return Condition.of('request.auth.audiences', values);
  }

  /** The authorized presenter of the request's token, its claim `azp`. HTTP only. */
  static requestPresenter(values: ConditionValues): Condition {
    return Condition.of('request.auth.presenter', values);
  }

  /**
   * A claim of the request's token: a string, or a list of strings, one of which must match. HTTP only.
   *
   * @param claim the name of the claim; for a nested claim, the names from the outermost to the innermost
   */
  static claim(claim: string | readonly string[], values: ConditionValues): Condition {
    const path = [claim].flat().map((name) => `[${name}]`);
    return Condition.of(`request.auth.claims${path.join('')}`, values);
  }

  /** The IP address at which the request arrives, or a CIDR block: the address of the pod, not of the Service. */
  static destinationIp(values: ConditionValues): Condition {
    return Condition.of('destination.ip', values);
  }

  /**
   * The port that the container listens on, not the port of the Service. At the ingress gateway of the default profile,
   * write 8080 instead of 80, and 8443 instead of 443.
   */
  static destinationPort(values: ConditionValues<number>): Condition {
    return Condition.from('destination.port', values, String);
  }

  /** The server name in the client's TLS handshake (SNI). */
  static connectionSni(values: ConditionValues): Condition {
    return Condition.of('connection.sni', values);
  }

  /**
   * Metadata of an Envoy filter. Experimental.
   *
   * @param filter the name of the filter, such as `envoy.filters.network.mysql_proxy`
   * @param key the key of the metadata; a value in `[]` matches a list that contains the value
   */
  static envoyFilter(filter: string, key: string, values: ConditionValues): Condition {
    return Condition.of(`experimental.${filter}[${key}]`, values);
  }

  /** An attribute by its name in Istio, such as `request.headers[x-group]`. */
  static of(key: string, values: ConditionValues): Condition {
    return Condition.from(key, values, (value) => value);
  }

  private static from<T>(
    key: string,
    { values, notValues }: ConditionValues<T>,
    write: (value: T, rendering: Rendering, field: FieldPath) => string,
  ): Condition {
    return new Condition((rendering, field) => ({
      key,
      values: values?.map((value, i) => write(value, rendering, [...field, 'values', i])),
      notValues: notValues?.map((value, i) => write(value, rendering, [...field, 'notValues', i])),
    }));
  }

  private constructor(
    private readonly derive: (rendering: Rendering, field: FieldPath) => AuthorizationPolicySpecRulesWhen,
  ) {}

  /** @internal */
  _render(rendering: Rendering, field: FieldPath): AuthorizationPolicySpecRulesWhen {
    return this.derive(rendering, field);
  }
}
