import { ApiObject, Duration, Size } from 'cdk8s';
// biome-ignore lint/suspicious/noTsIgnore: cdk8s-plus-28 is installed here, so that nothing is to be expected.
/** @ts-ignore cdk8s-plus-28 is an optional peer: without it, its types are unknown, and all others are as they are. */
import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { dnsNameProblems, labelValueProblems, type Problem, portProblems } from '../../admission';
import { checkedProps } from '../arguments/checked-arguments';
import type { IDeploymentOwner, IKubernetesServiceAccount, IServiceOwner } from '../kubernetes/objects';
import { errorTexts } from '../mistakes';
import { loadPlus } from './cdk8s-plus';
import { storedForm } from './stored-form';

/** The functions and classes of cdk8s-plus-28. */
type Plus = typeof kplus;

/** The image runs as user 1000 and listens on 8080 and 8443. */
const IMAGE = 'mendhak/http-https-echo:37';
const CONTAINER_PORT = 8080;
/** The server answers every path. It does not log requests for this one. */
const HEALTH_PATH = '/healthz';

/** Properties of an EchoServer. With the defaults, it runs on a laptop. */
export interface EchoServerProps {
  /**
   * The name of the Deployment, the Service and the ServiceAccount, and the value of the label `app`. With `versionOf`,
   * it is the name of the Deployment only.
   *
   * @default the id of the construct
   */
  readonly name?: string;

  /**
   * Another EchoServer of which this is another version. The pods share its Service and its identity.
   *
   * @default the EchoServer has its own Service and its own identity
   */
  readonly versionOf?: EchoServer;

  /**
   * The value of the label `version`, which subsets of a DestinationRule can select. For a second version behind the
   * same Service, see `versionOf`.
   *
   * @default 'v1'
   */
  readonly version?: string;

  /**
   * The image, with a tag.
   *
   * @default 'mendhak/http-https-echo:37'
   */
  readonly image?: string;

  /**
   * The number of pods.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * The port of the Service.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * The ServiceAccount of the pods, which is their identity.
   *
   * @default a ServiceAccount with the name of the EchoServer
   */
  readonly serviceAccount?: IKubernetesServiceAccount;

  /**
   * Other properties of the container, such as `resources`, `envVariables`, `readiness` or `securityContext`.
   *
   * @default 10m CPU and 64Mi memory (at most 128Mi), HTTP probes, and the settings that the restricted Pod Security
   *   Standard requires
   */
  readonly container?: Partial<kplus.ContainerProps>;

  /**
   * Other properties of the Deployment, such as `podMetadata`, `strategy` or `terminationGracePeriod`.
   *
   * @default a grace period of 30 seconds, and a sidecar that starts before the container and ends after it
   */
  readonly deployment?: Omit<kplus.DeploymentProps, 'containers' | 'select' | 'serviceAccount' | 'replicas'>;

  /**
   * Other properties of the Service, such as `type` or `ports`.
   *
   * @default the type ClusterIP and one port named `http`
   */
  readonly service?: Omit<kplus.ServiceProps, 'selector'>;
}

/**
 * A server that answers every request with what it received: a Deployment, its Service and its ServiceAccount.
 *
 * It is made of cdk8s-plus-28, which has to be installed beside this package.
 *
 * @see https://github.com/mendhak/docker-http-https-echo
 */
export class EchoServer extends Construct implements IServiceOwner, IDeploymentOwner {
  /** The Deployment of the pods. */
  readonly deployment: kplus.Deployment;
  /** The Service that clients call. */
  readonly service: kplus.Service;
  /** The ServiceAccount of the pods, which is their identity. */
  readonly serviceAccount: IKubernetesServiceAccount;
  private readonly app: string;

  constructor(scope: Construct, id: string, props: EchoServerProps = {}) {
    super(scope, id);
    const plus = loadPlus(this);
    props = checkedProps(this, props);
    const { versionOf } = props;
    const name = props.name ?? id;
    this.app = versionOf?.app ?? name;
    const version = props.version ?? 'v1';
    const labels = { app: this.app, version };
    this.serviceAccount =
      props.serviceAccount ??
      versionOf?.serviceAccount ??
      new plus.ServiceAccount(this, 'ServiceAccount', { metadata: { name } });

    this.deployment = new plus.Deployment(this, 'Deployment', {
      replicas: props.replicas ?? 1,
      // Only the name is used, which a ServiceAccount of any version of cdk8s-plus has.
      serviceAccount: this.serviceAccount as kplus.IServiceAccount,
      ...defined(props.deployment),
      metadata: {
        name,
        ...defined(props.deployment?.metadata),
        labels: { ...labels, ...props.deployment?.metadata?.labels },
      },
      podMetadata: {
        ...props.deployment?.podMetadata,
        labels: { ...props.deployment?.podMetadata?.labels, ...labels },
        annotations: { ...gracefulSidecar(), ...props.deployment?.podMetadata?.annotations },
      },
      containers: [containerProps(plus, props)],
      select: false,
    });
    this.deployment.select(plus.LabelSelector.of({ labels }));
    this.service = versionOf?.service ?? this.newService(plus, name, props);
    for (const object of this.node.findAll().filter(ApiObject.isApiObject)) {
      writeStoredForm(object);
    }

    this.node.addValidation({
      validate: () =>
        errorTexts(this, { kind: 'EchoServer', name }, [
          ...dnsNameProblems(['name'], name),
          ...versionProblems(version),
          ...portProblems(['port'], props.port ?? 80),
          ...this.replicaProblems(),
        ]),
    });
  }

  private replicaProblems(): Problem[] {
    const { replicas } = this.deployment;
    if (Number.isInteger(replicas) && Number(replicas) >= 0) {
      return [];
    }
    const message = `${replicas} is not a valid number of replicas; use a whole number from 0`;
    return [{ field: ['replicas'], message }];
  }

  private newService(plus: Plus, name: string, props: EchoServerProps): kplus.Service {
    const service = new plus.Service(this, 'Service', {
      ports: [{ name: 'http', port: props.port ?? 80, targetPort: CONTAINER_PORT }],
      ...defined(props.service),
      metadata: {
        name,
        ...defined(props.service?.metadata),
        labels: { app: this.app, ...props.service?.metadata?.labels },
      },
    });
    // The Service selects by app alone, so that it leads to the pods of all versions.
    service.selectLabel('app', this.app);
    return service;
  }
}

function versionProblems(version: string): readonly Problem[] {
  const field = ['version'];
  return version === ''
    ? [{ field, message: 'is empty; write a version' }]
    : labelValueProblems(field, version);
}

function containerProps(plus: Plus, props: EchoServerProps): kplus.ContainerProps {
  return {
    name: 'echo',
    image: props.image ?? IMAGE,
    imagePullPolicy: plus.ImagePullPolicy.IF_NOT_PRESENT,
    ports: [{ name: 'http', number: CONTAINER_PORT }],
    resources: {
      cpu: { request: plus.Cpu.millis(10) },
      memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
    },
    startup: probe(plus, { periodSeconds: Duration.seconds(1), failureThreshold: 30 }),
    readiness: probe(plus, { periodSeconds: Duration.seconds(5) }),
    liveness: probe(plus, { periodSeconds: Duration.seconds(10) }),
    // The pod still receives requests until all proxies have removed its endpoint.
    lifecycle: { preStop: plus.Handler.fromCommand(['sleep', '5']) },
    ...defined(props.container),
    envVariables: {
      HTTP_PORT: plus.EnvValue.fromValue(`${CONTAINER_PORT}`),
      LOG_IGNORE_PATH: plus.EnvValue.fromValue(HEALTH_PATH),
      ...props.container?.envVariables,
    },
    securityContext: {
      user: 1000,
      group: 1000,
      ensureNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: [plus.Capability.ALL] },
      seccompProfile: { type: plus.SeccompProfileType.RUNTIME_DEFAULT },
      ...defined(props.container?.securityContext),
    },
  };
}

function probe(plus: Plus, options: kplus.HttpGetProbeOptions): kplus.Probe {
  return plus.Probe.fromHttpGet(HEALTH_PATH, { port: CONTAINER_PORT, ...options });
}

/** Keeps the sidecar running as long as the application, both when the pod starts and when it ends. */
function gracefulSidecar(): Record<string, string> {
  return {
    'proxy.istio.io/config': JSON.stringify({
      holdApplicationUntilProxyStarts: true,
      proxyMetadata: { EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true' },
    }),
  };
}

/** So that a second `kubectl apply` says "unchanged". What is added to the objects later is written so, too. */
function writeStoredForm(object: ApiObject): void {
  const toJson = object.toJson.bind(object);
  object.toJson = () => storedForm(toJson());
}

/** Properties without those that are undefined, which would hide a default. */
function defined<T extends object>(props: T | undefined): Partial<T> {
  return Object.fromEntries(
    Object.entries(props ?? {}).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
