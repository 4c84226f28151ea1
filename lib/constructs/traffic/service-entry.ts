import type { ApiObject } from 'cdk8s';
import type { ResourceProps } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  ServiceEntry as RawServiceEntry,
  type ServiceEntrySpec,
  type ServiceEntrySpecLocation,
  type ServiceEntrySpecPorts,
  type ServiceEntrySpecResolution,
} from '../../../imports/networking.istio.io';
import { type Problem, validateServiceEntry } from '../../admission';
import { IstioResource } from '../istio-resource';
import { isList, list, type Rendering, uniqueNames } from '../rendering';
import { renderSelector, type WorkloadSelector } from '../workload-selector';
import { renderWorkloadEndpoint, type WorkloadEndpoint } from '../workloads/workload-entry';
import { Destination } from './destination';
import type { PortProtocol } from './port-protocol';

/** How the addresses of a ServiceEntry's endpoints are found. */
export enum Resolution {
  /** They are not: connections go where the application sent them. */
  NONE = 'NONE',
  /** They are listed, or are those of the selected workloads. */
  STATIC = 'STATIC',
  /** The hosts, or the names of the endpoints, are looked up, and all their addresses are used. */
  DNS = 'DNS',
  /** As DNS, but new connections go to the first address that was found last. For names with many addresses. */
  DNS_ROUND_ROBIN = 'DNS_ROUND_ROBIN',
  /** For wildcard hosts: the name that a request asks for is looked up when it comes. */
  DYNAMIC_DNS = 'DYNAMIC_DNS',
}

/** Whether what a ServiceEntry describes has a part in the mesh. */
export enum Location {
  /** Outside: called without the mesh's mutual TLS. */
  MESH_EXTERNAL = 'MESH_EXTERNAL',
  /** Inside, such as a virtual machine with a proxy: called with mutual TLS where the endpoint has an identity. */
  MESH_INTERNAL = 'MESH_INTERNAL',
}

/**
 * A port of a ServiceEntry.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort
 */
export interface ServiceEntryPort {
  /** The port that is called. */
  readonly number: number;

  /**
   * What is spoken on the port.
   *
   * @default the first bytes of a connection tell
   */
  readonly protocol?: PortProtocol;

  /**
   * A name, unique in the ServiceEntry.
   *
   * @default protocol and number, such as `https-443`
   */
  readonly name?: string;

  /**
   * The port of the endpoints.
   *
   * @default the port that is called
   */
  readonly targetPort?: number;
}

/** Properties of a ServiceEntry. */
export interface ServiceEntryProps extends ResourceProps {
  /**
   * The names that are called: whole names, or `*.example.com` for many. With HTTP the Host header is compared, with
   * TLS the SNI; with TCP the addresses alone count.
   */
  readonly hosts: readonly string[];

  /**
   * The ports that are called. More can be added with `addPort`.
   *
   * @default none
   */
  readonly ports?: readonly ServiceEntryPort[];

  /**
   * Virtual IP addresses that stand for the hosts, or blocks of them in CIDR notation with resolution NONE or STATIC.
   *
   * @default addresses that Istio chooses, where its DNS proxy is on; else ports for TCP take all connections to them
   */
  readonly addresses?: readonly string[];

  /**
   * Whether the hosts have a part in the mesh.
   *
   * @default Location.MESH_EXTERNAL
   */
  readonly location?: Location;

  /**
   * How the addresses of the endpoints are found.
   *
   * @default Resolution.NONE
   */
  readonly resolution?: Resolution;

  /**
   * Where the hosts are served: a list of endpoints, to which `addEndpoint` adds, or a selector for WorkloadEntries and
   * pods in the same namespace, by labels or by their workload.
   *
   * @default the hosts themselves, with resolution DNS
   */
  readonly endpoints?: readonly WorkloadEndpoint[] | WorkloadSelector;

  /**
   * Namespaces that see the entry: `.` for its own, `*` for all, `~` for none, or names.
   *
   * @default all namespaces
   */
  readonly exportTo?: readonly string[];

  /**
   * Names of which the certificate of the server must have one, where a DestinationRule encrypts the connection.
   *
   * @default the names that the DestinationRule gives
   */
  readonly subjectAltNames?: readonly string[];
}

/** Which host and port of a ServiceEntry a destination is. */
export interface ServiceEntryDestinationOptions {
  /**
   * One of the hosts, exactly as the entry has it.
   *
   * @default the only host; an entry with several needs one named
   */
  readonly host?: string;

  /**
   * One of the ports, by number or by name.
   *
   * @default the only port; an entry with several needs one named
   */
  readonly port?: number | string;

  /**
   * A subset that a DestinationRule for the host defines. Synthesis fails when the app has such rules and none does.
   *
   * @default all endpoints
   */
  readonly subset?: string;
}

/**
 * Makes known to the mesh what is no Service of the cluster: an API on the internet, a database, a virtual machine.
 * Then it can be routed, limited and observed like a Service.
 *
 * Synthesis fails when Istio would refuse the ServiceEntry or could reach nothing with it.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export class ServiceEntry extends IstioResource<ServiceEntrySpec> {
  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'serviceentries';
  protected readonly apiObject: ApiObject;
  private readonly props: ServiceEntryProps;
  private readonly ports: ServiceEntryPort[];
  private readonly endpoints: WorkloadEndpoint[];
  private readonly selector: WorkloadSelector | undefined;

  constructor(scope: Construct, id: string, props: ServiceEntryProps) {
    super(scope, id);
    const { endpoints = [] } = props;
    this.props = props;
    this.ports = [...(props.ports ?? [])];
    this.endpoints = isList(endpoints) ? [...endpoints] : [];
    this.selector = isList(endpoints) ? undefined : endpoints;
    this.apiObject = new RawServiceEntry(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
  }

  /** The names that are called. */
  get hosts(): readonly string[] {
    return [...this.props.hosts];
  }

  /** Adds a port that is called. */
  addPort(port: ServiceEntryPort): void {
    this.ports.push(port);
  }

  /** Adds an endpoint to the list; not together with a selector. */
  addEndpoint(endpoint: WorkloadEndpoint): void {
    this.endpoints.push(endpoint);
  }

  /** A host and a port of this entry, as the destination of routes. */
  destination({ host, port, subset }: ServiceEntryDestinationOptions = {}): Destination {
    return Destination._late((rendering, field) => ({
      host: this._host(host, rendering, `${field}.host`),
      port: this.portNumber(port, rendering, `${field}.port`),
      subset,
    }));
  }

  /**
   * @param wanted one of the hosts; undefined for the only one
   * @internal
   */
  _host(wanted: string | undefined, rendering: Rendering, field: string): string {
    const { hosts } = this.props;
    const host = wanted ?? hosts[0] ?? '';
    const known = hosts.join(', ') || 'none';
    const entry = `ServiceEntry "${this.name}"`;
    if (!hosts.includes(host)) {
      const missing = wanted === undefined ? 'no host' : `no host "${wanted}"`;
      rendering.refuse(field, `${entry} has ${missing}; its hosts are: ${known}`);
    } else if (wanted === undefined && hosts.length > 1) {
      rendering.refuse(field, `${entry} has several hosts; name one of: ${known}`);
    } else if (!host.includes('.')) {
      const message = `"${host}" of ${entry} has no dot, so it would stand for a Service of that name`;
      rendering.refuse(field, `${message}; give the entry a host with a dot`);
    }
    return host;
  }

  protected render(rendering: Rendering): ServiceEntrySpec {
    const { hosts, addresses, location, resolution, exportTo, subjectAltNames } = this.props;
    return {
      hosts: [...hosts],
      addresses: list(addresses),
      ports: list(this.renderPorts()),
      // The raw types have enums of their own with the same values.
      location: location as unknown as ServiceEntrySpecLocation | undefined,
      resolution: resolution as unknown as ServiceEntrySpecResolution | undefined,
      endpoints: list(
        this.endpoints.map((endpoint, i) =>
          renderWorkloadEndpoint(endpoint, rendering, `spec.endpoints[${i}]`),
        ),
      ),
      workloadSelector: this.selector && {
        labels: renderSelector(this.selector, rendering, 'spec.workloadSelector.labels', {
          anyNamespace: false,
        }),
      },
      exportTo: list(exportTo),
      subjectAltNames: list(subjectAltNames),
    };
  }

  protected validate(spec: ServiceEntrySpec): Iterable<Problem> {
    return validateServiceEntry(this.name, spec);
  }

  private renderPorts(): ServiceEntrySpecPorts[] {
    const uniqueName = uniqueNames(this.ports.map(({ name }) => name));
    return this.ports.map(({ number, protocol, name, targetPort }) => ({
      number,
      name: name ?? uniqueName(`${protocol?.toLowerCase() ?? 'port'}-${number}`),
      protocol,
      targetPort,
    }));
  }

  private portNumber(
    wanted: number | string | undefined,
    rendering: Rendering,
    field: string,
  ): { number: number } | undefined {
    const ports = this.renderPorts();
    const [first, ...others] = ports.filter(
      ({ number, name }) => wanted === undefined || number === wanted || name === wanted,
    );
    const known = ports.map(({ number, name }) => `${number} (${name})`).join(', ') || 'none';
    const entry = `ServiceEntry "${this.name}"`;
    if (first === undefined) {
      const missing = wanted === undefined ? 'no port' : `no port ${JSON.stringify(wanted)}`;
      rendering.refuse(field, `${entry} has ${missing}; its ports are: ${known}`);
    } else if (wanted === undefined && others.length > 0) {
      rendering.refuse(field, `${entry} has several ports; name one of: ${known}`);
    }
    return first && { number: first.number };
  }
}
