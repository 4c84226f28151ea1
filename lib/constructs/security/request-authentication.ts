import type { ApiObject } from 'cdk8s';
import type { ResourceProps } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  RequestAuthentication as RawRequestAuthentication,
  type RequestAuthenticationSpec,
} from '../../../imports/security.istio.io';
import { type Problem, validateRequestAuthentication } from '../../admission';
import { IstioResource } from '../istio-resource';
import type { Rendering } from '../rendering';
import { type PolicyTarget, renderPolicyTarget } from '../target-reference';
import { type JwtRule, renderJwtRule } from './jwt-rule';

/** Properties of a RequestAuthentication. */
export interface RequestAuthenticationProps extends ResourceProps, PolicyTarget {
  /**
   * Tokens that are good, by any one of these rules. More can be added with `addJwtRule`; a RequestAuthentication needs
   * one.
   *
   * @default none
   */
  readonly jwtRules?: readonly JwtRule[];
}

/**
 * Which JSON Web Tokens are good. A request with another token is answered 401 (403 where only the audience is wrong).
 *
 * A request without any token passes: to demand one, write an `AuthorizationPolicy` for `requestPrincipals`.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/
 */
export class RequestAuthentication extends IstioResource<RequestAuthenticationSpec> {
  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'requestauthentications';
  protected readonly apiObject: ApiObject;
  private readonly props: RequestAuthenticationProps;
  private readonly jwtRules: JwtRule[];

  constructor(scope: Construct, id: string, props: RequestAuthenticationProps = {}) {
    super(scope, id);
    this.props = props;
    this.jwtRules = [...(props.jwtRules ?? [])];
    this.apiObject = new RawRequestAuthentication(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
  }

  /** Accepts more tokens. */
  addJwtRule(rule: JwtRule): void {
    this.jwtRules.push(rule);
  }

  protected render(rendering: Rendering): RequestAuthenticationSpec {
    return {
      ...renderPolicyTarget(this.props, rendering),
      jwtRules: this.jwtRules.map(renderJwtRule),
    };
  }

  protected validate(spec: RequestAuthenticationSpec): Iterable<Problem> {
    return validateRequestAuthentication(this.name, spec, this.metadata.namespace);
  }
}
