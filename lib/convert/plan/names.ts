import type { Manifest } from '../../manifests/manifest';

/** Words of JavaScript and TypeScript that cannot be names of variables in a module, and names that every app has. */
const TAKEN = `
  arguments as async await break case catch class const continue debugger default delete do else enum eval export extends
  false finally for from function if implements import in instanceof interface let new null of package private protected
  public return static super switch this throw true try type typeof undefined var void while with yield
  app chart createApp join exports global globalThis module process require console test expect mesh
  extensions k8s networking security telemetry
`
  .trim()
  .split(/\s+/);

/** What a variable for an object of a kind ends with. Services, which most routes name, have their name alone. */
const ENDINGS: Readonly<Record<string, string>> = {
  VirtualService: 'routes',
  DestinationRule: 'rule',
  ServiceAccount: 'account',
  Service: '',
  AuthorizationPolicy: 'policy',
  PeerAuthentication: 'mtls',
  RequestAuthentication: 'jwt',
  ServiceEntry: 'entry',
  ConfigMap: 'config',
  HorizontalPodAutoscaler: 'autoscaler',
  PodDisruptionBudget: 'disruption budget',
  PersistentVolumeClaim: 'claim',
  CustomResourceDefinition: 'crd',
};

/** Names of which each is given once. */
export class Names {
  private readonly taken: Set<string>;

  constructor(taken: readonly string[] = TAKEN) {
    this.taken = new Set(taken);
  }

  /** The first of the wishes that is free, or the last one with a number. */
  give(...wishes: readonly [string, ...string[]]): string {
    let name = wishes.find((wish) => !this.taken.has(wish));
    const last = wishes.at(-1) ?? wishes[0];
    for (let i = 2; name === undefined; i++) {
      name = this.taken.has(`${last}${i}`) ? undefined : `${last}${i}`;
    }
    this.taken.add(name);
    return name;
  }
}

/** Readable names for the variable of an object, the best one first. */
export function variablesFor({ kind, name, namespace }: Manifest): [string, ...string[]] {
  const shown = name === '' ? 'unnamed' : name;
  const words = wordsFor(kind, shown);
  const byNamespace = [...wordsOf(namespace), ...words];
  const byKind = [...wordsOf(shown), ...wordsOf(kind)];
  return [camelCase(words), camelCase(byNamespace), camelCase([...wordsOf(namespace), ...byKind])];
}

/** The words of a name and of what the object is, unless the name says that already: `reviews routes`, `web gateway`. */
export function wordsFor(kind: string, name: string): string[] {
  const ending = wordsOf(ENDINGS[kind] ?? kind);
  const own = wordsOf(name);
  const hasEnding = ending.length > 0 && own.slice(-ending.length).join(' ') === ending.join(' ');
  return hasEnding ? own : [...own, ...ending];
}

/** The words of a name of Kubernetes or of a kind, in small letters. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}

/** `reviewsRoutes`. A name cannot begin with a digit. */
export function camelCase(words: readonly string[]): string {
  const [first = 'object', ...others] = words;
  const name = [first, ...others.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
  return /^\d/.test(name) ? `the${name}` : name;
}

/** The id of a construct from its variable: `reviews-routes`. */
export function idOf(variable: string): string {
  return variable.replaceAll(/([a-z\d])([A-Z])/g, '$1-$2').toLowerCase();
}
