/** The bytes of an address: 4, or 16. */
export type IpAddress = readonly number[];

/** A block of addresses. */
export interface IpBlock {
  /** Any address of the block; only the first `bits` bits of it count. */
  readonly address: IpAddress;
  readonly bits: number;
}

/** The block that is written as `10.0.0.0/8`, or as one address alone; undefined where the text is neither. */
export function parseIpBlock(text: string): IpBlock | undefined {
  const slash = text.indexOf('/');
  const address = parseIp(slash < 0 ? text : text.slice(0, slash));
  if (!address) {
    return undefined;
  }
  const all = address.length * 8;
  if (slash < 0) {
    return { address, bits: all };
  }
  const bits = text.slice(slash + 1);
  return /^(0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= all ? { address, bits: Number(bits) } : undefined;
}

/** The address that is written, without brackets and zone; undefined where there is none. */
export function parseIp(text: string): IpAddress | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

/** Whether the block holds the address, which a block of the other version never does. */
export function isInBlock(address: IpAddress, block: IpBlock): boolean {
  if (address.length !== block.address.length) {
    return false;
  }
  const whole = block.bits >> 3;
  for (let i = 0; i < whole; i++) {
    if (address[i] !== block.address[i]) {
      return false;
    }
  }
  const rest = 8 - (block.bits & 7);
  return rest === 8 || byte(address, whole) >> rest === byte(block.address, whole) >> rest;
}

function byte(address: IpAddress, i: number): number {
  return address[i] ?? 0;
}

function parseV4(text: string): IpAddress | undefined {
  const parts = text.split('.', 5);
  // A leading zero could be meant as octal, so nobody takes it.
  const isAddress = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part));
  const bytes = parts.map(Number);
  return isAddress && bytes.every((one) => one < 256) ? bytes : undefined;
}

function parseV6(text: string): IpAddress | undefined {
  const [head = '', tail, more] = text.split('::', 3);
  if (more !== undefined) {
    return undefined;
  }
  const before = groups(head, tail === undefined);
  const after = groups(tail ?? '', true);
  if (!before || !after) {
    return undefined;
  }
  const missing = 16 - before.length - after.length;
  // `::` stands for one group of zeros at least.
  if (tail === undefined ? missing !== 0 : missing < 2) {
    return undefined;
  }
  return [...before, ...Array<number>(missing).fill(0), ...after];
}

/** The bytes of groups between colons, of which the last of all may be an IPv4 address. */
function groups(text: string, isEnd: boolean): number[] | undefined {
  if (text === '') {
    return [];
  }
  const bytes: number[] = [];
  const parts = text.split(':', 9);
  for (const [i, part] of parts.entries()) {
    if (isEnd && i === parts.length - 1 && part.includes('.')) {
      const v4 = parseV4(part);
      if (!v4) {
        return undefined;
      }
      bytes.push(...v4);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) {
      const group = Number.parseInt(part, 16);
      bytes.push(group >> 8, group & 255);
    } else {
      return undefined;
    }
  }
  return bytes.length <= 16 ? bytes : undefined;
}
