import { DependencyGraph } from 'cdk8s';
import type { IConstruct, Node } from 'constructs';

/**
 * The constructs of a tree, each after those that it depends on: what `new DependencyGraph(node).topology()` gives.
 * That one follows every path through the graph, of which there can be exponentially many; this one visits each
 * construct once. Dependencies on constructs outside of the tree count for nothing.
 *
 * @throws as DependencyGraph does when dependencies form a cycle
 */
export function topologicalOrder(node: Node): IConstruct[] {
  const constructs = node.findAll();
  // So it is in most charts; below the app, only the first path can be a whole number.
  if (node.scope !== undefined && constructs.every(({ node }) => node.dependencies.length === 0)) {
    return constructs;
  }
  const vertices = verticesOf(constructs);
  const order: IConstruct[] = [];
  for (const vertex of vertices) {
    if (!vertex.isDependedOn && !visit(vertex, order)) {
      return inGraph(node);
    }
  }
  // What is left depends on itself in some way.
  return order.length === vertices.length ? order : inGraph(node);
}

interface Vertex {
  readonly construct: IConstruct;
  readonly targets: Vertex[];
  isDependedOn: boolean;
  state: 'new' | 'open' | 'done';
  /** How many of the targets have been visited. */
  position: number;
}

function verticesOf(constructs: IConstruct[]): Vertex[] {
  // By path, in an object: DependencyGraph looks at constructs in the order of the keys, whole numbers first.
  const byPath: Record<string, Vertex> = {};
  for (const construct of constructs) {
    byPath[construct.node.path] = {
      construct,
      targets: [],
      isDependedOn: false,
      state: 'new',
      position: 0,
    };
  }
  const vertices = Object.values(byPath);
  for (const { construct, targets } of vertices) {
    for (const { node } of construct.node.dependencies) {
      const target = byPath[node.path];
      if (target !== undefined) {
        targets.push(target);
        target.isDependedOn = true;
      }
    }
  }
  return vertices;
}

/** Appends what the root depends on, and then the root; false for a cycle. Recursion would limit the depth. */
function visit(root: Vertex, order: IConstruct[]): boolean {
  const path: Vertex[] = [];
  for (let next: Vertex | undefined = root; next !== undefined; ) {
    if (next.state === 'open') {
      return false;
    }
    if (next.state === 'new') {
      next.state = 'open';
      path.push(next);
    }
    next = advance(path, order);
  }
  return true;
}

/** The next vertex to look at; those without any more targets are done. */
function advance(path: Vertex[], order: IConstruct[]): Vertex | undefined {
  for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
    const target = last.targets[last.position++];
    if (target !== undefined) {
      return target;
    }
    last.state = 'done';
    order.push(last.construct);
    path.pop();
  }
  return undefined;
}

/** Leaves the complaint to cdk8s. What depends on itself directly is dropped there, and so it is here. */
function inGraph(node: Node): IConstruct[] {
  return new DependencyGraph(node).topology();
}
