import { isRecord, type Manifest, texts } from '../../manifests/manifest';

/** The annotation with the namespaces that see a Service, parted by commas. */
export const EXPORT_TO = 'networking.istio.io/exportTo';

/** A port of a Kubernetes Service. */
export interface ServicePort {
  /** Its place in `spec.ports`. */
  readonly place: number;
  /** Empty where none is written, which Kubernetes allows for a single port. */
  readonly name: string;
  readonly number: number;
  /** What the pod listens on: a number, or the name of a container's port. By default the number above. */
  readonly targetPort: number | string;
  /** TCP, UDP or SCTP. */
  readonly protocol: string;
  readonly appProtocol?: string;
}

/** The ports of a Service; what is no port is left out. */
export function servicePorts({ spec }: Manifest): ServicePort[] {
  const ports: unknown[] = isRecord(spec) && Array.isArray(spec.ports) ? spec.ports : [];
  return ports.flatMap((entry, place) => {
    if (!isRecord(entry) || typeof entry.port !== 'number') {
      return [];
    }
    const { name, port: number, targetPort, protocol, appProtocol } = entry;
    const isTarget = typeof targetPort === 'string' || typeof targetPort === 'number';
    return {
      place,
      name: typeof name === 'string' ? name : '',
      number,
      // Kubernetes takes a zero or an empty name as if nothing were written.
      targetPort: isTarget && targetPort ? targetPort : number,
      protocol: typeof protocol === 'string' && protocol ? protocol : 'TCP',
      ...(typeof appProtocol === 'string' ? { appProtocol } : {}),
    };
  });
}

/** The labels by which a Service selects pods; undefined where it selects none. */
export function serviceSelector({ spec }: Manifest): Readonly<Record<string, string>> | undefined {
  const selector = isRecord(spec) ? texts(spec.selector) : {};
  return Object.keys(selector).length > 0 ? selector : undefined;
}

/** The name that Istio knows a Service by. */
export function serviceHost(name: string, namespace: string): string {
  return `${name}.${namespace}.svc.cluster.local`;
}

/** The Service that a host is the name of, as Istio knows it; undefined for any other host. */
export function serviceNamed(host: string): { name: string; namespace: string } | undefined {
  const [, name, namespace] = /^([^.]+)\.([^.]+)\.svc\.cluster\.local$/.exec(host) ?? [];
  return name === undefined || namespace === undefined ? undefined : { name, namespace };
}

/** A host as an object in `namespace` means it: without a dot it is a Service there. (G1) */
export function fullHost(host: string, namespace: string): string {
  const isShort = host !== '' && host !== '*' && !host.includes('.') && !host.includes(':');
  return isShort ? serviceHost(host, namespace) : host;
}
