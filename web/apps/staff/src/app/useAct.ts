import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useAgain } from './Again';

/** A change that may ask for the password again; the lists it touches are read anew. */
export function useAct<Input = void, Output = unknown>(act: (input: Input) => Promise<Output>, touches: QueryKey[], onDone?: (output: Output) => void) {
  const again = useAgain();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => again(() => act(input)),
    onSuccess: async (output) => {
      onDone?.(output);
      await Promise.all(touches.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
}
