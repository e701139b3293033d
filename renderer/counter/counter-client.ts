import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { CounterContract } from '../../src/api/counter.ts';

export type CounterClient = ContractRouterClient<CounterContract>;

/** The counter's questions and commands, to where the page came from. The cookie goes along by itself. */
export const createCounterClient = (): CounterClient => createORPCClient(new RPCLink({ url: `${window.location.origin}/counter/rpc` }));

/** Not (any more) signed in. */
export const isUnauthorized = (cause: unknown): boolean => cause instanceof ORPCError && cause.code === 'UNAUTHORIZED';
/** The hall answered, with a fault; anything else thrown means that it was not reached. */
export const isAnswered = (cause: unknown): boolean => cause instanceof ORPCError;
