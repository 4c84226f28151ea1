import type { Atom } from '../../algebra/atom';
import type { Cell } from '../../algebra/cells';
import { type Cidr, contains, type IpAddress, parseCidr, parseIp } from '../../manifests/ip';
import { SOME_CLIENT } from '../../routing/request/request';

const SOMEWHERE_ELSE = '2001:db8::1';

/**
 * The addresses that blocks tell apart. A block begins with the addresses that are in no smaller block within it, or these
 * begin right behind a smaller block.
 */
export function addressCells(atoms: readonly Atom[]): Cell[] {
  const blocks = atoms.map(({ text = '' }) => parseCidr(text));
  const edges = blocks.flatMap((block) => (block ? [firstOf(block), behind(block)] : []));
  const cells = new Map<string, Cell>();
  for (const sample of [SOME_CLIENT, SOMEWHERE_ELSE, ...edges.map(textOf)]) {
    const truths = atoms.map((atom) => isInBlock(atom, sample));
    const key = truths.join();
    if (!cells.has(key)) {
      cells.set(key, { samples: [sample], truths });
    }
  }
  return [...cells.values()];
}

/** Whether an address is in a block. */
export function isInBlock({ text = '' }: Atom, address: string): boolean {
  const [block, ip] = [parseCidr(text), parseIp(address)];
  return block !== undefined && ip !== undefined && contains(block, ip);
}

function firstOf({ address, bits }: Cidr): IpAddress {
  return address.map((byte, i) => byte & maskAt(bits, i));
}

/** The first address after the block. */
function behind({ address, bits }: Cidr): IpAddress {
  const next = address.map((byte, i) => byte | (~maskAt(bits, i) & 0xff));
  for (let i = next.length - 1; i >= 0; i--) {
    const byte = ((next[i] ?? 0) + 1) & 0xff;
    next[i] = byte;
    if (byte !== 0) {
      break;
    }
  }
  return next;
}

/** The bits of a byte that belong to the prefix of a block. */
function maskAt(bits: number, place: number): number {
  const own = Math.min(Math.max(bits - place * 8, 0), 8);
  return (0xff << (8 - own)) & 0xff;
}

function textOf(address: IpAddress): string {
  if (address.length === 4) {
    return address.join('.');
  }
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((address[2 * i] ?? 0) << 8) | (address[2 * i + 1] ?? 0)).toString(16),
  );
  return groups.join(':');
}
