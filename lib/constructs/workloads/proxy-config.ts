import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { type ProxyConfigSpec, ProxyConfig as RawProxyConfig } from '../../../imports/networking.istio.io';
import { checkedProps } from '../arguments/checked-arguments';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import type { Rendering } from '../rendering';
import { renderSelector, type WorkloadSelector } from '../workload-selector';

/**
 * The type of the proxy's image.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyImage
 */
export class ProxyImage {
  /** The image for production. */
  static readonly DEFAULT = new ProxyImage('default');

  /** The image with debugging tools. */
  static readonly DEBUG = new ProxyImage('debug');

  /** An image without a shell. */
  static readonly DISTROLESS = new ProxyImage('distroless');

  /** Another type of image, which the registry of the installation must have. */
  static of(imageType: string): ProxyImage {
    return new ProxyImage(imageType);
  }

  private constructor(
    /** The type, which is the last part of the image's tag. */
    readonly imageType: string,
  ) {}
}

/**
 * Properties of a ProxyConfig.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig
 */
export interface ProxyConfigProps extends IstioResourceProps {
  /**
   * The pods to which the ProxyConfig applies, by labels or by their workload. The pods are in the namespace of the
   * ProxyConfig.
   *
   * @default all pods in the namespace; in the root namespace `istio-system`, all pods of the mesh
   */
  readonly selector?: WorkloadSelector;

  /**
   * The number of worker threads of the proxy; 0 for one thread for each CPU of the node.
   *
   * @default the CPU limit of the proxy's container decides; 2 with the default installation
   */
  readonly concurrency?: number;

  /**
   * Environment variables of the proxy, by name.
   *
   * @default only the variables that Istio sets
   */
  readonly environmentVariables?: Readonly<Record<string, string>>;

  /**
   * The image of the proxy.
   *
   * @default the image of the installation
   */
  readonly image?: ProxyImage;
}

/**
 * Settings of the proxies of some pods. They apply when a pod is created, so pods that already run need a restart.
 *
 * Synthesis fails if Istio would refuse the ProxyConfig.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/
 */
export class ProxyConfig extends IstioResource<ProxyConfigSpec> {
  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'proxyconfigs';
  protected readonly apiObject: ApiObject;
  private readonly props: ProxyConfigProps;

  constructor(scope: Construct, id: string, props: ProxyConfigProps) {
    super(scope, id);
    props = checkedProps(this, props);
    this.props = props;
    this.apiObject = new RawProxyConfig(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
  }

  protected render(rendering: Rendering): ProxyConfigSpec {
    const { selector, concurrency, environmentVariables, image } = this.props;
    return {
      selector: selector && {
        matchLabels: renderSelector(selector, rendering, ['spec', 'selector', 'matchLabels'], {
          anyNamespace: false,
        }),
      },
      concurrency,
      environmentVariables: environmentVariables,
      image: image && { imageType: image.imageType },
    };
  }
}
