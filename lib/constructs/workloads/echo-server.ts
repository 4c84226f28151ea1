import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { dnsNameProblems, portProblems } from '../../admission';
import { problemText } from '../rendering';

/** Runs as user 1000 and listens on 8080 and 8443. */
const IMAGE = 'mendhak/http-https-echo:37';
const CONTAINER_PORT = 8080;
/** Any path is echoed; this one is kept out of the server's log. */
const HEALTH_PATH = '/healthz';

/** Properties of an EchoServer; all have defaults that run on a laptop. */
export interface EchoServerProps {
  /**
   * The name of Deployment, Service and ServiceAccount, and the value of the label `app`. Of a further version it is
   * the name of the Deployment alone.
   *
   * @default the id of the construct
   */
  readonly name?: string;

  /**
   * Another EchoServer of which this is a further version: its pods are served by the other's Service and have its
   * identity.
   *
   * @default a server of its own
   */
  readonly versionOf?: EchoServer;

  /**
   * The value of the label `version`, by which a DestinationRule can tell subsets apart. For a second version behind
   * the same Service, see `versionOf`.
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
   * How many pods run.
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
   * The identity of the pods.
   *
   * @default a ServiceAccount of its own
   */
  readonly serviceAccount?: kplus.IServiceAccount;

  /**
   * Anything else about the container, such as `resources`, `envVariables`, `readiness` or `securityContext`.
   *
   * @default 10m CPU and 64Mi memory (128Mi at most), HTTP probes, and all that the restricted Pod Security Standard
   *   asks for
   */
  readonly container?: Partial<kplus.ContainerProps>;

  /**
   * Anything else about the Deployment, such as `podMetadata`, `strategy` or `terminationGracePeriod`.
   *
   * @default 30 s of grace, and a sidecar that starts before the container and ends after it
   */
  readonly deployment?: Omit<kplus.DeploymentProps, 'containers' | 'select' | 'serviceAccount' | 'replicas'>;

  /**
   * Anything else about the Service, such as `type` or `ports`.
   *
   * @default a ClusterIP with one port named `http`
   */
  readonly service?: Omit<kplus.ServiceProps, 'selector'>;
}

/**
 * A server that answers every request with what it got: a Deployment, its Service and its ServiceAccount.
 *
 * @see https://github.com/mendhak/docker-http-https-echo
 */
export class EchoServer extends Construct {
  /** The pods. */
  readonly deployment: kplus.Deployment;
  /** What clients call. */
  readonly service: kplus.Service;
  /** The identity of the pods. */
  readonly serviceAccount: kplus.IServiceAccount;
  private readonly app: string;

  constructor(scope: Construct, id: string, props: EchoServerProps = {}) {
    super(scope, id);
    const { versionOf } = props;
    const name = props.name ?? id;
    this.app = versionOf?.app ?? name;
    const version = props.version ?? 'v1';
    const labels = { app: this.app, version };
    this.serviceAccount =
      props.serviceAccount ??
      versionOf?.serviceAccount ??
      new kplus.ServiceAccount(this, 'ServiceAccount', { metadata: { name } });

    this.deployment = new kplus.Deployment(this, 'Deployment', {
      replicas: props.replicas ?? 1,
      serviceAccount: this.serviceAccount,
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
      containers: [containerProps(props)],
      select: false,
    });
    this.deployment.select(kplus.LabelSelector.of({ labels }));

    this.service = versionOf?.service ?? this.newService(name, props);

    this.node.addValidation({
      validate: () =>
        [
          ...dnsNameProblems(['name'], name),
          ...(/^[a-z0-9A-Z]([\w.-]{0,61}[a-z0-9A-Z])?$/.test(version)
            ? []
            : [
                {
                  field: ['version'],
                  message: `"${version}" is no value of a label; use letters, digits, "-" and "."`,
                },
              ]),
          ...portProblems(['port'], props.port ?? 80),
          ...(Number.isInteger(this.deployment.replicas) && Number(this.deployment.replicas) >= 0
            ? []
            : [
                {
                  field: ['replicas'],
                  message: `${props.replicas} is no number of pods; use a whole number from 0`,
                },
              ]),
        ].map((problem) => problemText(`EchoServer "${name}"`, problem)),
    });
  }

  private newService(name: string, props: EchoServerProps): kplus.Service {
    const service = new kplus.Service(this, 'Service', {
      ports: [{ name: 'http', port: props.port ?? 80, targetPort: CONTAINER_PORT }],
      ...defined(props.service),
      metadata: {
        name,
        ...defined(props.service?.metadata),
        labels: { app: this.app, ...props.service?.metadata?.labels },
      },
    });
    // By app alone, so that pods of all versions serve it.
    service.selectLabel('app', this.app);
    return service;
  }
}

function containerProps(props: EchoServerProps): kplus.ContainerProps {
  return {
    name: 'echo',
    image: props.image ?? IMAGE,
    imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
    ports: [{ name: 'http', number: CONTAINER_PORT }],
    resources: {
      cpu: { request: kplus.Cpu.millis(10) },
      memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
    },
    startup: probe({ periodSeconds: Duration.seconds(1), failureThreshold: 30 }),
    readiness: probe({ periodSeconds: Duration.seconds(5) }),
    liveness: probe({ periodSeconds: Duration.seconds(10) }),
    // Requests still come while the endpoint is being taken out of all proxies.
    lifecycle: { preStop: kplus.Handler.fromCommand(['sleep', '5']) },
    ...defined(props.container),
    envVariables: {
      HTTP_PORT: kplus.EnvValue.fromValue(`${CONTAINER_PORT}`),
      LOG_IGNORE_PATH: kplus.EnvValue.fromValue(HEALTH_PATH),
      ...props.container?.envVariables,
    },
    securityContext: {
      user: 1000,
      group: 1000,
      ensureNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: [kplus.Capability.ALL] },
      seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
      ...defined(props.container?.securityContext),
    },
  };
}

function probe(options: kplus.HttpGetProbeOptions): kplus.Probe {
  return kplus.Probe.fromHttpGet(HEALTH_PATH, { port: CONTAINER_PORT, ...options });
}

/** The application never runs without its sidecar, neither when the pod starts nor when it ends. */
function gracefulSidecar(): Record<string, string> {
  return {
    'proxy.istio.io/config': JSON.stringify({
      holdApplicationUntilProxyStarts: true,
      proxyMetadata: { EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true' },
    }),
  };
}

/** Without what is set to undefined, which would hide a default. */
function defined<T extends object>(props: T | undefined): Partial<T> {
  return Object.fromEntries(
    Object.entries(props ?? {}).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
