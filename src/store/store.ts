import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { StoreRefused, type HallStore } from '../domain/batch.ts';
import type { Log } from '../domain/log-events.ts';
import type { OutboxStore } from '../sync/outbox.ts';
import type { Pragmas } from './database.ts';
import type { StoreMethod, StoreMethods, StoreReply, WorkerData } from './protocol.ts';
import { StartRefused } from './start-refused.ts';

/** The terminal's store, as everybody else sees it: promises, answered by a thread of its own (worker.ts). */
export interface Store extends HallStore, OutboxStore {
  /** As the open connection says now. */
  pragmas(): Promise<Pragmas>;
  /** Stored rows that could not be read and lie apart, to be told to the maintainer. */
  parkedRows(): Promise<number>;
  /** Answers what was asked before, then closes the file. */
  close(): Promise<void>;
}

export type StoreOptions = {
  /** Folder of the store; made, for this account only, when it is missing. */
  readonly directory: string;
  /** 32 bytes; see sealing-key.ts. */
  readonly sealingKey: Uint8Array;
  readonly log?: Log;
};

/** Asked and not yet answered; beyond it the disk has stopped, and more waiting helps nobody. */
export const CALLS_WAITING_MAX = 1_000;

type Waiting = { readonly method: StoreMethod; readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };

/** @throws StartRefused: the sentence says what is wrong with the file and what to do. */
export async function openStore({ directory, sealingKey, log = () => {} }: StoreOptions): Promise<Store> {
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let closed = false;
  let thread: Promise<Worker> | null = null;

  const refuse = (reason: string): StoreRefused => {
    log('store.refused', { reason });
    return new StoreRefused({ kind: 'cannot-save', reason });
  };

  /** A thread that has opened the file. When it is lost, what waits is refused, and the next call starts another. */
  function start(): Promise<Worker> {
    const data: WorkerData = { directory, sealingKey };
    const worker = new Worker(new URL(`./worker${extname(import.meta.url)}`, import.meta.url), { workerData: data, name: 'store' });
    return new Promise((resolve, reject) => {
      worker.on('message', (reply: StoreReply) => {
        if (reply.kind === 'opened') {
          log('store.opened', { sqlite: reply.pragmas.sqliteVersion, synchronous: reply.pragmas.synchronous });
          resolve(worker);
        } else if (reply.kind === 'start-refused') reject(new StartRefused(reply.sentence));
        else if (reply.kind === 'parked') log('store.damaged', { source: reply.source, reason: reply.reason });
        else settle(reply);
      });
      worker.on('error', (error) => {
        thread = null;
        reject(error);
      });
      worker.on('exit', () => {
        thread = null;
        reject(new StartRefused('The store has stopped before it was open. Start the program again.'));
        for (const [call, { method, resolve: done, reject: fail }] of [...waiting]) {
          waiting.delete(call);
          if (method === 'close') done(undefined);
          else fail(refuse('store-stopped'));
        }
      });
    });
  }

  function settle(reply: Extract<StoreReply, { call: number }>): void {
    const call = waiting.get(reply.call);
    waiting.delete(reply.call);
    if (!call) return;
    if (reply.kind === 'answer') call.resolve(reply.value);
    else if (reply.kind === 'broken') call.reject(new Error(reply.message));
    else if (reply.refusal.kind === 'cannot-save') call.reject(refuse(reply.refusal.reason));
    else call.reject(new StoreRefused(reply.refusal));
  }

  async function ask<M extends StoreMethod>(method: M, ...args: Parameters<StoreMethods[M]>): Promise<ReturnType<StoreMethods[M]>> {
    if (closed) throw new Error('the store is closed');
    if (waiting.size >= CALLS_WAITING_MAX) throw refuse('too-slow');
    thread ??= start();
    let worker: Worker;
    try {
      worker = await thread;
    } catch {
      thread = null;
      throw refuse('cannot-open');
    }
    const call = ++calls;
    return new Promise<ReturnType<StoreMethods[M]>>((resolve, reject) => {
      waiting.set(call, { method, resolve: resolve as (value: unknown) => void, reject });
      worker.postMessage({ call, method, args });
    });
  }

  thread = start();
  await thread;

  return {
    commit: (batch) => ask('commit', batch),
    ticketsOf: (day) => ask('ticketsOf', day),
    blocksOf: (day) => ask('blocksOf', day),
    unclosedBefore: (day) => ask('unclosedBefore', day),
    keeperEpoch: () => ask('keeperEpoch'),
    openPrintJobs: () => ask('openPrintJobs'),
    printJobsOf: (ticketId) => ask('printJobsOf', ticketId),
    epoch: () => ask('epoch'),
    pendingMessages: (limit) => ask('pendingMessages', limit),
    messagesFrom: (sequence, limit) => ask('messagesFrom', sequence, limit),
    acknowledgedThrough: () => ask('acknowledgedThrough'),
    pendingCount: () => ask('pendingCount'),
    acknowledge: (sequence, at) => ask('acknowledge', sequence, at),
    pragmas: () => ask('pragmas'),
    parkedRows: () => ask('parkedRows'),
    async close() {
      if (closed) return;
      if (thread !== null) {
        const worker = await thread.catch(() => null);
        if (worker !== null) {
          const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
          const asked = ask('close');
          closed = true;
          await asked;
          await gone;
        }
      }
      closed = true;
    },
  };
}
