/** A server as a child process: lines in, lines out, and the SDK transport on top. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { createLines } from './lines.ts';

export interface StdioLaunch {
  readonly file: string;
  /** Name the program sees as its own; the command as written. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

export interface StdioListeners {
  onStderr(line: string): void;
  onNoise(line: string): void;
}

export interface StdioEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Why we ended the conversation although it was still running. */
  readonly flooded: boolean;
}

export interface StdioProcess {
  readonly pid: number;
  /** A protocol channel over its pipes; opening another one takes the place of the one before. Closing it ends nothing. */
  openTransport(): Transport;
  /** It exited and its output was read, or it flooded us. */
  readonly ended: Promise<StdioEnd>;
  /** It exited. */
  readonly exited: Promise<void>;
  endInput(): void;
  /** Lets go of its pipes, whoever still holds the other ends. */
  releasePipes(): void;
  /** Last lines of its stderr, oldest first. */
  stderrTail(): readonly string[];
  /** How many lines on stdout were no messages. */
  noiseCount(): number;
}

/** A single message of more than this is a fault; the SDKs draw the same line. */
const messageBytesMax = 10 * 1024 * 1024;
const stderrLineBytesMax = 8 * 1024;
const stderrTailLines = 20;
/** A noise line is only shown, not used. */
const noiseCharactersMax = 8 * 1024;
/** A server that does not read its input must not make us keep everything we want to tell it. */
const sendQueueBytesMax = 32 * 1024 * 1024;
/** What it wrote just before it ended is still in the pipe; a helper of its may hold the pipe for ever. */
const drainAfterExitMs = 200;

const isMessage = (value: unknown): value is JSONRPCMessage =>
  typeof value === 'object' && value !== null && 'jsonrpc' in value && value.jsonrpc === '2.0' && ('method' in value || 'id' in value);

/** Messages in a line (an older revision allowed several in an array); null when it is none. */
function parseLine(line: string): readonly JSONRPCMessage[] | null {
  const first = line.trimStart()[0];
  // Spares the cost of a failed parse for ordinary text.
  if (first !== '{' && first !== '[') return null;
  try {
    const value: unknown = JSON.parse(line);
    const messages: readonly unknown[] = Array.isArray(value) ? value : [value];
    return messages.length > 0 && messages.every(isMessage) ? messages : null;
  } catch {
    return null;
  }
}

interface Channel {
  deliver(messages: readonly JSONRPCMessage[]): void;
  close(): void;
}

interface ChannelSlot {
  current: Channel | null;
  over: boolean;
}

function createTransport(child: ChildProcessWithoutNullStreams, slot: ChannelSlot): Transport {
  let open = true;
  const transport: Transport = {
    async start() {
      slot.current = channel;
      if (slot.over) close();
    },
    async send(message) {
      if (!open || slot.over || child.stdin.destroyed || child.stdin.writableEnded) throw new Error('The server has ended.');
      if (child.stdin.writableLength > sendQueueBytesMax) throw new Error('The server does not read its input.');
      child.stdin.write(`${JSON.stringify(message)}\n`);
    },
    async close() {
      close();
    },
  };
  const close = (): void => {
    if (!open) return;
    open = false;
    if (slot.current === channel) slot.current = null;
    transport.onclose?.();
  };
  const channel: Channel = {
    deliver: (messages) => {
      for (const message of messages) transport.onmessage?.(message);
    },
    close,
  };
  return transport;
}

/** Follows the process to its end: exit first, then what was still in the pipes, for a short time. */
function followEnd(child: ChildProcessWithoutNullStreams): { exited: Promise<void>; drained: Promise<StdioEnd> } {
  let noteExit: () => void;
  const exited = new Promise<void>((resolve) => {
    noteExit = resolve;
  });
  const drained = new Promise<StdioEnd>((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const finish = (): void => {
      clearTimeout(timer);
      resolve({ code: child.exitCode, signal: child.signalCode, flooded: false });
    };
    child.once('exit', () => {
      noteExit();
      timer = setTimeout(finish, drainAfterExitMs);
    });
    child.once('close', finish);
  });
  return { exited, drained };
}

interface Streams {
  /** stdout had a line that was too long. */
  readonly flooded: Promise<StdioEnd>;
  readonly tail: readonly string[];
  noiseCount(): number;
  /** Gives out a last line of stderr without line end. */
  end(): void;
}

/** Reads both output streams for as long as they are open; stderr must always be read, or the server stalls. */
function readStreams(child: ChildProcessWithoutNullStreams, slot: ChannelSlot, listeners: StdioListeners): Streams {
  let noise = 0;
  const tail: string[] = [];
  const stdout = createLines({ bytesMax: messageBytesMax, tooLong: 'refuse' }, (line) => {
    const messages = parseLine(line);
    if (messages !== null) return slot.current?.deliver(messages);
    if (line.trim() === '') return;
    noise += 1;
    listeners.onNoise(line.slice(0, noiseCharactersMax));
  });
  const stderr = createLines({ bytesMax: stderrLineBytesMax, tooLong: 'cut' }, (line) => {
    tail.push(line);
    if (tail.length > stderrTailLines) tail.shift();
    listeners.onStderr(line);
  });
  child.stderr.on('data', (chunk: Buffer) => void stderr.push(chunk));
  const flooded = new Promise<StdioEnd>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (stdout.push(chunk)) return;
      child.stdout.destroy();
      resolve({ code: null, signal: null, flooded: true });
    });
  });
  return { flooded, tail, noiseCount: () => noise, end: () => stderr.end() };
}

/**
 * Starts the program as leader of a process group and session of its own, without a shell.
 *
 * Rejects with the error of the system when it cannot be started at all.
 */
export async function startStdio(launch: StdioLaunch, listeners: StdioListeners): Promise<StdioProcess> {
  const child = spawn(launch.file, [...launch.args], {
    argv0: launch.command,
    env: { ...launch.env },
    cwd: launch.cwd,
    detached: process.platform !== 'win32',
    shell: false,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw await new Promise<Error>((resolve) => child.once('error', resolve));
  // A write to a server that has just died is an ordinary end, told by `exit`.
  for (const emitter of [child, child.stdin, child.stdout, child.stderr]) emitter.on('error', () => {});
  const slot: ChannelSlot = { current: null, over: false };
  const streams = readStreams(child, slot, listeners);
  const { exited, drained } = followEnd(child);
  const releasePipes = (): void => {
    for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
  };
  const ended = Promise.race([drained, streams.flooded]).then((end) => {
    slot.over = true;
    streams.end();
    if (!end.flooded) releasePipes();
    slot.current?.close();
    return end;
  });
  return {
    pid,
    openTransport: () => createTransport(child, slot),
    ended,
    exited,
    endInput: () => void child.stdin.end(),
    releasePipes,
    stderrTail: () => [...streams.tail],
    noiseCount: streams.noiseCount,
  };
}
