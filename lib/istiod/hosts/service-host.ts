const CLUSTER_DOMAIN = '.svc.cluster.local';

/** The host by which Istio knows a Service. */
export function serviceHost(name: string, namespace: string): string {
  return `${name}.${namespace}${CLUSTER_DOMAIN}`;
}

/** The Service whose host this is; undefined for any other host. */
export function serviceNamed(
  host: string,
): { readonly name: string; readonly namespace: string } | undefined {
  const [, name, namespace] = /^([^.]+)\.([^.]+)\.svc\.cluster\.local$/.exec(host) ?? [];
  return name === undefined || namespace === undefined ? undefined : { name, namespace };
}

/** The host that an object in `namespace` means: a name without a dot is a Service of that namespace. (G1) */
export function fullHost(host: string, namespace: string): string {
  const isShort = host !== '' && host !== '*' && !host.includes('.') && !host.includes(':');
  return isShort ? serviceHost(host, namespace) : host;
}

/** The names of a host for clients in `namespace`, the full one first; a Service has shorter ones. (I3, W6) */
export function namesOf(host: string, namespace: string): string[] {
  if (!host.endsWith(CLUSTER_DOMAIN)) {
    return [host, `${host}.`];
  }
  const short = host.slice(0, -CLUSTER_DOMAIN.length);
  const dot = short.indexOf('.');
  const [name, owner] = [short.slice(0, dot), short.slice(dot + 1)];
  return [host, `${host}.`, `${short}.svc`, short, ...(owner === namespace ? [name] : [])];
}

/** The hosts that a name in the URL of a client in `namespace` may stand for, as DNS completes it. (I3) */
export function hostsNamed(name: string, namespace: string): string[] {
  const host = name.toLowerCase().replace(/\.$/, '');
  return [host, `${host}.${namespace}${CLUSTER_DOMAIN}`, `${host}${CLUSTER_DOMAIN}`, `${host}.cluster.local`];
}
