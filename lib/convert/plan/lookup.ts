import type { Expression } from '../../code';
import { imported, variable } from '../../code';
import { fullHost, serviceNamed } from '../../istiod/hosts/service-host';
import { workloadOf } from '../../istiod/workloads/workloads';
import { fieldsOf, objectsIn, textsIn } from '../../manifests/fields';
import {
  DESTINATION_RULE,
  isSameKind,
  type Kind,
  NAMESPACE,
  POD,
  POD_OWNERS,
  SECRET,
  SERVICE,
  SERVICE_ENTRY,
} from '../../manifests/kinds';
import { identity, isFilledText, isOf, type Manifest, texts } from '../../manifests/manifest';
import { CDK8S_PLUS } from '../libraries';
import { CHART, isOfIstio } from '../objects/object-code';
import type { OutsideObject, Referenced, References } from '../references';
import { writtenNamespace } from './charts';
import type { Entry, Outside } from './entry';

/** What objects may be asked for. */
export class Lookup {
  private readonly byIdentity = new Map<string, Entry>();
  private readonly entriesByHost = new Map<string, Entry[]>();
  private readonly rulesByHost = new Map<string, Entry[]>();
  private readonly workloads = new Map<string, Entry[]>();

  private readonly secrets: ReadonlyMap<string, Manifest>;

  /**
   * @param entries the objects that are constructs
   * @param secrets Secrets of the input that are not part of the app
   */
  constructor(entries: readonly Entry[], secrets: readonly Manifest[]) {
    this.secrets = new Map(
      secrets.map((secret) => [identity(secret, secret.namespace, secret.name), secret]),
    );
    for (const entry of entries) {
      const { manifest } = entry;
      const { namespace, name } = manifest;
      this.byIdentity.set(identity(manifest, namespace, name), entry);
      for (const host of isOf(SERVICE_ENTRY, manifest) ? textsIn(fieldsOf(manifest.spec).hosts) : []) {
        add(this.entriesByHost, host, entry);
      }
      const { host } = isOf(DESTINATION_RULE, manifest) ? fieldsOf(manifest.spec) : {};
      if (isFilledText(host)) {
        add(this.rulesByHost, fullHost(host, namespace), entry);
      }
      const selected = selectedBy(manifest);
      if (selected) {
        add(this.workloads, labelsKey(namespace, selected), entry);
      }
    }
  }

  object(kind: Kind, namespace: string, name: string): Entry | undefined {
    return this.byIdentity.get(identity(kind, namespace, name));
  }

  service(host: string, namespace: string): Entry | undefined {
    const service = serviceNamed(fullHost(host, namespace));
    return service && this.object(SERVICE, service.namespace, service.name);
  }

  serviceEntry(host: string): Entry | undefined {
    return onlyOne(this.entriesByHost.get(host));
  }

  destinationRule(host: string, subset: string, namespace: string): Entry | undefined {
    const rules = this.rulesByHost.get(fullHost(host, namespace)) ?? [];
    return onlyOne(
      rules.filter(({ manifest }) =>
        objectsIn(fieldsOf(manifest.spec).subsets).some(({ name }) => name === subset),
      ),
    );
  }

  workload(labels: Readonly<Record<string, string>>, namespace: string): Entry | undefined {
    return onlyOne(this.workloads.get(labelsKey(namespace, labels)));
  }

  secret(name: string, namespace: string): Manifest | undefined {
    return this.secrets.get(identity(SECRET, namespace, name));
  }
}

/** What the answers to all objects have in common. */
export interface Desk {
  readonly lookup: Lookup;
  readonly all: readonly Manifest[];
  /** Whether cdk8s-plus is installed. */
  readonly hasPlus: boolean;
  /** Whether an object may refer to another one. */
  mayName(from: Entry, to: Entry): boolean;
  /** The variable and the id of an object outside of the input. */
  nameOutside(key: string, object: OutsideObject): { readonly variable: string; readonly id: string };
}

/** What one object gets of what it asks for. */
export class EntryReferences implements References {
  /** The objects outside of the input that were asked for. */
  readonly outsiders: Outside[] = [];

  constructor(
    private readonly entry: Entry,
    private readonly desk: Desk,
  ) {}

  get all(): readonly Manifest[] {
    return this.desk.all;
  }

  object(kind: Kind, name: string, namespace = this.entry.manifest.namespace): Referenced | undefined {
    if (isSameKind(kind, SECRET)) {
      const secret = this.desk.lookup.secret(name, namespace);
      if (secret) {
        return this.secret(secret);
      }
    }
    const isClusterScoped = isSameKind(kind, NAMESPACE);
    return this.answer(this.desk.lookup.object(kind, isClusterScoped ? '' : namespace, name));
  }

  service(host: string): Referenced | undefined {
    return this.answer(this.desk.lookup.service(host, this.entry.manifest.namespace));
  }

  serviceEntry(host: string): Referenced | undefined {
    return this.answer(this.desk.lookup.serviceEntry(host));
  }

  destinationRule(host: string, subset: string): Referenced | undefined {
    return this.answer(this.desk.lookup.destinationRule(host, subset, this.entry.manifest.namespace));
  }

  workload(
    labels: Readonly<Record<string, string>>,
    namespace = this.entry.manifest.namespace,
  ): Referenced | undefined {
    return this.answer(this.desk.lookup.workload(labels, namespace));
  }

  outside(object: OutsideObject, make: (scope: Expression, id: string) => Expression): Expression {
    const namespace = object.namespace ?? writtenNamespace(this.entry.manifest) ?? '';
    const key = `${this.entry.chart.id} ${object.kind} ${namespace}/${object.name}`;
    const { variable: name, id } = this.desk.nameOutside(key, object);
    const shown = `${object.kind} ${namespace === '' ? '' : `${namespace}/`}${object.name}`;
    this.outsiders.push({ key, variable: name, code: make(variable(CHART), id), shown });
    return variable(name);
  }

  /** A Secret of the input that is not part of the app, by its name. */
  private secret(manifest: Manifest): Referenced | undefined {
    if (!this.desk.hasPlus) {
      return undefined;
    }
    const { name, namespace } = manifest;
    const code = this.outside({ kind: SECRET.kind, name, namespace }, (scope, id) =>
      imported(CDK8S_PLUS, 'Secret.fromSecretName').call(scope, id, name),
    );
    return { code, manifest };
  }

  private answer(found: Entry | undefined): Referenced | undefined {
    if (!found || found === this.entry || !this.canReferTo(found) || !this.desk.mayName(this.entry, found)) {
      return undefined;
    }
    return { code: variable(found.variable), manifest: found.manifest };
  }

  /** Only the constructs of Istio's kinds have the names and methods that references need; other kinds need none. */
  private canReferTo({ manifest, ways }: Entry): boolean {
    if (isOfIstio(manifest) && ways[0] !== 'construct') {
      return false;
    }
    const [from, to] = [writtenNamespace(this.entry.manifest), writtenNamespace(manifest)];
    const isDecidedByKubectl = to === undefined && manifest.namespace !== '';
    return isDecidedByKubectl ? from === undefined : from !== undefined || manifest.namespace !== 'default';
  }
}

/** The labels by which a workload selects its pods, as the constructs see them. */
function selectedBy(manifest: Manifest): Readonly<Record<string, string>> | undefined {
  if (![POD, ...POD_OWNERS].some((kind) => isOf(kind, manifest))) {
    return undefined;
  }
  const selector = fieldsOf(fieldsOf(manifest.spec).selector);
  const labels = manifest.kind === 'ReplicationController' ? selector : selector.matchLabels;
  const [workload] = workloadOf(manifest);
  return labels === undefined || ['Job', 'CronJob'].includes(manifest.kind)
    ? workload?.labels
    : texts(labels);
}

function labelsKey(namespace: string, labels: Readonly<Record<string, string>>): string {
  return JSON.stringify([namespace, ...Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function add(map: Map<string, Entry[]>, key: string, entry: Entry): void {
  const known = map.get(key);
  if (known) {
    known.push(entry);
  } else {
    map.set(key, [entry]);
  }
}

function onlyOne(entries: readonly Entry[] | undefined): Entry | undefined {
  return entries?.length === 1 ? entries[0] : undefined;
}
