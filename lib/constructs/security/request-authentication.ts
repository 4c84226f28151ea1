import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  RequestAuthentication as RawRequestAuthentication,
  type RequestAuthenticationSpec,
} from '../../../imports/security.istio.io';
import { checkedProps } from '../arguments/checked-arguments';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import type { Rendering } from '../rendering';
import { type PolicyTarget, renderPolicyTarget } from '../target-reference';
import { type JwtRule, renderJwtRule } from './jwt-rule';

/**
 * Properties of a RequestAuthentication.
 *
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#RequestAuthentication
 */
export interface RequestAuthenticationProps extends IstioResourceProps, PolicyTarget {
  /**
   * The rules. A token is valid if one of them accepts it. `addJwtRule` adds more. A RequestAuthentication needs at
   * least one.
   *
   * @default none
   */
  readonly jwtRules?: readonly JwtRule[];
}

/**
 * The JSON Web Tokens that are valid. The proxy answers 401 to a request with another token, and 403 if only the
 * audience is wrong.
 *
 * A request without a token passes. To require a token, write an `AuthorizationPolicy` with `requestPrincipals`.
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
    props = checkedProps(this, props);
    this.props = props;
    this.jwtRules = [...(props.jwtRules ?? [])];
    this.apiObject = new RawRequestAuthentication(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
  }

  /** Adds a rule, so that more tokens are valid. */
  addJwtRule(rule: JwtRule): void {
    this.jwtRules.push(rule);
  }

  protected render(rendering: Rendering): RequestAuthenticationSpec {
    return {
      ...renderPolicyTarget(this.props, rendering),
      jwtRules: this.jwtRules.map(renderJwtRule),
    };
  }
}
