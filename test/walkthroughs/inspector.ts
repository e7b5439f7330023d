/** A connection to the inspector of a Node process that runs with `--inspect`, and to its threads. */
export interface Inspector extends Disposable {
  /** Makes each thread stop at a line of a file, whenever it loads that file. Lines are counted from 0. */
  readonly breakInThreads: (urlRegex: string, lineNumber: number) => void;
  /** Resolves to the file that a thread has stopped in. */
  readonly stopped: Promise<string>;
  readonly resume: () => void;
}

interface Message {
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the protocol of the inspector, of which a few messages are read.
  readonly params?: any;
}

/** Connects as a debugger does [Chrome DevTools Protocol, "Debugger"; Node.js, `node_protocol.pdl`, "NodeWorker"]. */
export const connectInspector = async (url: string): Promise<Inspector> => {
  const socket = new WebSocket(url);
  const opened = Promise.withResolvers<void>();
  socket.onopen = () => opened.resolve();
  socket.onerror = () => opened.reject(new Error(`Nobody listens at ${url}.`));
  await opened.promise;

  let id = 0;
  const message = (method: string, params: object = {}): string => JSON.stringify({ id: ++id, method, params });
  const toThread = (sessionId: string, method: string, params?: object): void =>
    socket.send(message('NodeWorker.sendMessageToWorker', { sessionId, message: message(method, params) }));

  const threads = new Set<string>();
  /** The threads' files, by thread and script id. */
  const scripts = new Map<string, string>();
  const breakpoints: { readonly urlRegex: string; readonly lineNumber: number }[] = [];
  const stopped = Promise.withResolvers<string>();

  socket.onmessage = ({ data }) => {
    const { method, params }: Message = JSON.parse(String(data));
    if (method === 'NodeWorker.attachedToWorker') {
      threads.add(params.sessionId);
      toThread(params.sessionId, 'Debugger.enable');
      for (const each of breakpoints) toThread(params.sessionId, 'Debugger.setBreakpointByUrl', each);
      toThread(params.sessionId, 'Runtime.runIfWaitingForDebugger');
    }
    if (method !== 'NodeWorker.receivedMessageFromWorker') return;
    const said: Message = JSON.parse(params.message);
    const nameOf = (scriptId: string): string => `${params.sessionId} ${scriptId}`;
    if (said.method === 'Debugger.scriptParsed') scripts.set(nameOf(said.params.scriptId), said.params.url);
    if (said.method !== 'Debugger.paused') return;
    const { hitBreakpoints, callFrames } = said.params;
    // A thread also stops before its first line.
    if (hitBreakpoints.length === 0) toThread(params.sessionId, 'Debugger.resume');
    else stopped.resolve(scripts.get(nameOf(callFrames[0].location.scriptId)) ?? '');
  };
  socket.send(message('NodeWorker.enable', { waitForDebuggerOnStart: true }));

  return {
    breakInThreads: (urlRegex, lineNumber) => {
      breakpoints.push({ urlRegex, lineNumber });
      for (const thread of threads) toThread(thread, 'Debugger.setBreakpointByUrl', { urlRegex, lineNumber });
    },
    stopped: stopped.promise,
    resume: () => {
      for (const thread of threads) toThread(thread, 'Debugger.resume');
    },
    [Symbol.dispose]: () => socket.close(),
  };
};
