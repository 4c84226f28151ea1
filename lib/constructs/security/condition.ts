import type { AuthorizationPolicySpecRulesWhen } from '../../../imports/security.istio.io';
import { type NamespaceLike, namespaceName } from '../references';
import type { Rendering } from '../rendering';
import {
  type PrincipalLike,
  renderPrincipal,
  renderServiceAccount,
  type ServiceIdentity,
} from './authorization-source';

/** What an attribute must be, what it must not be, or both. */
export type ConditionValues<T = string> =
  | {
      /** Values of which the attribute must have one. */
      readonly values: readonly T[];

      /**
       * Values none of which the attribute may have.
       *
       * @default no exceptions
       */
      readonly notValues?: readonly T[];
    }
  | {
      /**
       * Values of which the attribute must have one.
       *
       * @default any value, or none
       */
      readonly values?: undefined;

      /** Values none of which the attribute may have. */
      readonly notValues: readonly T[];
    };

/**
 * A condition on an attribute of a request or connection.
 *
 * Where nothing else is said, values are compared with case; `*` alone stands for any value, and one `*` at the
 * beginning or the end of a value for any text.
 *
 * @see https://istio.io/latest/docs/reference/config/security/conditions/
 */
export class Condition {
  /** A header of the request, by name in any case. HTTP only. */
  static requestHeader(name: string, values: ConditionValues): Condition {
    return Condition.of(`request.headers[${name}]`, values);
  }

  /** The address from which the connection comes, or a block of such: that of the last proxy before this one. */
  static sourceIp(values: ConditionValues): Condition {
    return Condition.of('source.ip', values);
  }

  /** The address of the client itself, or a block of such, as told by `X-Forwarded-For` or the PROXY protocol. */
  static remoteIp(values: ConditionValues): Condition {
    return Condition.of('remote.ip', values);
  }

  /** The namespace of the sender, known by mutual TLS; `*` anywhere in it stands for any text. */
  static sourceNamespace(values: ConditionValues<NamespaceLike>): Condition {
    return Condition.from('source.namespace', values, namespaceName);
  }

  /** Who sends the request, known by mutual TLS. */
  static sourcePrincipal(values: ConditionValues<PrincipalLike>): Condition {
    return Condition.from('source.principal', values, renderPrincipal);
  }

  /** As whom the sender runs, whatever its trust domain, known by mutual TLS. Names are taken without `*`. */
  static sourceServiceAccount(values: ConditionValues<ServiceIdentity | string>): Condition {
    return Condition.from('source.serviceAccount', values, renderServiceAccount);
  }

  /** The trust domain of the sender, known by mutual TLS. */
  static sourceTrustDomain(values: ConditionValues): Condition {
    return Condition.of('source.trustDomain', values);
  }

  /** Issuer and subject of the request's token, as `https://accounts.example.com/alice`. HTTP only. */
  static requestPrincipal(values: ConditionValues): Condition {
    return Condition.of('request.auth.principal', values);
  }

  /** For whom the request's token is, its claim `aud`. HTTP only. */
  static requestAudiences(values: ConditionValues): Condition {
    return Condition.of('request.auth.audiences', values);
  }

  /** To whom the request's token was issued, its claim `azp`. HTTP only. */
  static requestPresenter(values: ConditionValues): Condition {
    return Condition.of('request.auth.presenter', values);
  }

  /**
   * A claim of the request's token: a string, or a list of strings of which one must do. HTTP only.
   *
   * @param claim its name; several for a claim inside others, from the outermost on
   */
  static claim(claim: string | readonly string[], values: ConditionValues): Condition {
    const path = [claim].flat().map((name) => `[${name}]`);
    return Condition.of(`request.auth.claims${path.join('')}`, values);
  }

  /** The address at which the request arrives, or a block of such: that of the pod, not that of the Service. */
  static destinationIp(values: ConditionValues): Condition {
    return Condition.of('destination.ip', values);
  }

  /**
   * The port that the container listens on (not that of the Service). At the ingress gateway of the default profile,
   * 8080 stands for 80, and 8443 for 443.
   */
  static destinationPort(values: ConditionValues<number>): Condition {
    return Condition.from('destination.port', values, String);
  }

  /** The name by which the client asked for TLS. */
  static connectionSni(values: ConditionValues): Condition {
    return Condition.of('connection.sni', values);
  }

  /**
   * Metadata of an Envoy filter. Experimental.
   *
   * @param filter its name, such as `envoy.filters.network.mysql_proxy`
   * @param key of the metadata; a value of it in `[]` stands for a list that has it
   */
  static envoyFilter(filter: string, key: string, values: ConditionValues): Condition {
    return Condition.of(`experimental.${filter}[${key}]`, values);
  }

  /** An attribute by the name that Istio has for it. */
  static of(key: string, values: ConditionValues): Condition {
    return Condition.from(key, values, (value) => value);
  }

  private static from<T>(
    key: string,
    { values, notValues }: ConditionValues<T>,
    write: (value: T, rendering: Rendering, field: string) => string,
  ): Condition {
    return new Condition((rendering, field) => ({
      key,
      values: values?.map((value, i) => write(value, rendering, `${field}.values[${i}]`)),
      notValues: notValues?.map((value, i) => write(value, rendering, `${field}.notValues[${i}]`)),
    }));
  }

  private constructor(
    private readonly derive: (rendering: Rendering, field: string) => AuthorizationPolicySpecRulesWhen,
  ) {}

  /** @internal */
  _render(rendering: Rendering, field: string): AuthorizationPolicySpecRulesWhen {
    return this.derive(rendering, field);
  }
}
