import type { ApiObject } from 'cdk8s';
import type { ResourceProps } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type ProxyConfigSpec, ProxyConfig as RawProxyConfig } from '../../../imports/networking.istio.io';
import { IstioResource } from '../istio-resource';
import type { Rendering } from '../rendering';
import { renderSelector, type WorkloadSelector } from '../workload-selector';

/**
 * Which of the proxy's images is used.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyImage
 */
export class ProxyImage {
  /** The image for production. */
  static readonly DEFAULT = new ProxyImage('default');

  /** The image with tools for debugging. */
  static readonly DEBUG = new ProxyImage('debug');

  /** An image without a shell. */
  static readonly DISTROLESS = new ProxyImage('distroless');

  /** A type of image that the registry of the installation has. */
  static of(imageType: string): ProxyImage {
    return new ProxyImage(imageType);
  }

  private constructor(
    /** The type, which is the end of the image's tag. */
    readonly imageType: string,
  ) {}
}

/** Properties of a ProxyConfig. */
export interface ProxyConfigProps extends ResourceProps {
  /**
   * The pods that this is for, by labels or by their workload; they live in the same namespace.
   *
   * @default all pods in the namespace; in the root namespace `istio-system`, all pods of the mesh
   */
  readonly selector?: WorkloadSelector;

  /**
   * How many threads the proxy runs; 0 for one on each CPU of the node.
   *
   * @default as many as the CPU limit of the proxy's container allows, 2 with the default installation
   */
  readonly concurrency?: number;

  /**
   * Environment variables of the proxy, by name.
   *
   * @default none
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
 * How the proxies of some pods are run. It is read when a pod is made: pods that run already follow it after a restart.
 *
 * Synthesis fails when Istio would refuse the ProxyConfig.
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
