import { DependencyGraph } from 'cdk8s';
import type { IConstruct, Node } from 'constructs';

/**
 * The constructs of a tree, each after the constructs that it depends on: the order of
 * `new DependencyGraph(node).topology()`. DependencyGraph follows every path through the graph, and there can be
 * exponentially many; this function visits each construct once. It ignores dependencies on constructs outside the tree.
 *
 * @throws Error as DependencyGraph does, if dependencies form a cycle
 */
export function topologicalOrder(node: Node): IConstruct[] {
  const constructs = node.findAll();
  // This is the case in most charts. Below the app, only the first part of a path can be a whole number.
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
  // The constructs that are left depend on themselves in some way.
  return order.length === vertices.length ? order : inGraph(node);
}

interface Vertex {
  readonly construct: IConstruct;
  readonly targets: Vertex[];
  isDependedOn: boolean;
  state: 'new' | 'open' | 'done';
  /** The number of targets that were visited. */
  position: number;
}

function verticesOf(constructs: IConstruct[]): Vertex[] {
  // DependencyGraph visits constructs in the order of an object's keys, whole numbers first.
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

/**
 * Appends the constructs that the root depends on, and then the root. False for a cycle. Recursion would limit the
 * depth.
 */
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

/** The next vertex to visit. A vertex without any more targets is done. */
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

/** Lets cdk8s throw its error. cdk8s ignores a construct that depends directly on itself, and so does this function. */
function inGraph(node: Node): IConstruct[] {
  return new DependencyGraph(node).topology();
}
