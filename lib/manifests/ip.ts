/** IP addresses and CIDR blocks as istiod reads them, with Go's `net/netip`. */

/** The bytes of an address: 4 for IPv4, 16 for IPv6. */
export type IpAddress = readonly number[];

/** A CIDR block: all addresses that start with the first `bits` bits of `address`. */
export interface Cidr {
  readonly address: IpAddress;
  readonly bits: number;
}

/** Without leading zeros, because some programs read such numbers as octal. */
const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
const GROUP = /^[0-9a-f]{1,4}$/i;
const GROUPS = 8;

export function isIpAddress(text: string): boolean {
  return parseIp(text) !== undefined;
}

/** The bytes of an address; undefined if the text is not an address. A zone, as in `fe80::1%eth0`, is ignored. */
export function parseIp(text: string): IpAddress | undefined {
  if (!text.includes(':')) {
    return IPV4.test(text) ? text.split('.').map(Number) : undefined;
  }
  const percent = text.indexOf('%');
  if (percent === text.length - 1) {
    return undefined;
  }
  return parseIpv6(percent < 0 ? text : text.slice(0, percent));
}

/** A CIDR block such as `10.0.0.0/8`, or the block of a single address; undefined for any other text. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) {
    const address = parseIp(text);
    return address && { address, bits: address.length * 8 };
  }
  const digits = text.slice(slash + 1);
  const address = text.includes('%') ? undefined : parseIp(text.slice(0, slash));
  if (!address || !/^(0|[1-9]\d{0,2})$/.test(digits) || Number(digits) > address.length * 8) {
    return undefined;
  }
  return { address, bits: Number(digits) };
}

/** Whether a text is a CIDR block with a prefix length, such as `10.0.0.0/8`. */
export function isCidr(text: string): boolean {
  return text.includes('/') && parseCidr(text) !== undefined;
}

/** Whether a block contains an address. An IPv4 block contains no IPv6 address, and the reverse. */
export function contains({ address, bits }: Cidr, candidate: IpAddress): boolean {
  if (candidate.length !== address.length) {
    return false;
  }
  const whole = Math.floor(bits / 8);
  for (let i = 0; i < whole; i++) {
    if (address[i] !== candidate[i]) {
      return false;
    }
  }
  const shift = 8 - (bits % 8);
  return shift === 8 || (address[whole] ?? 0) >> shift === (candidate[whole] ?? 0) >> shift;
}

function parseIpv6(text: string): IpAddress | undefined {
  const [start = '', end, ...rest] = text.split('::');
  const head = groupsOf(start);
  const tail = groupsOf(end ?? '');
  if (rest.length > 0 || !head || !tail || (end !== undefined && isIpv4(start.split(':').at(-1)))) {
    return undefined;
  }
  const missing = GROUPS - head.length - tail.length;
  // "::" stands for at least one group.
  if (end === undefined ? missing !== 0 : missing < 1) {
    return undefined;
  }
  return [...head, ...Array<number>(missing).fill(0), ...tail].flatMap((group) => [group >> 8, group & 255]);
}

/** The groups of 16 bits between colons, two for an IPv4 address at the end; undefined if one of them is wrong. */
function groupsOf(text: string): number[] | undefined {
  const groups: number[] = [];
  const parts = text === '' ? [] : text.split(':');
  for (const [i, part] of parts.entries()) {
    if (GROUP.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else if (i === parts.length - 1 && isIpv4(part)) {
      const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
      groups.push(a * 256 + b, c * 256 + d);
    } else {
      return undefined;
    }
  }
  return groups;
}

function isIpv4(text = ''): boolean {
  return IPV4.test(text);
}
