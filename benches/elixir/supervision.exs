# The measures of benches/supervision.rs on the BEAM: `elixir benches/elixir/supervision.exs`.
# Medians over the rounds, in microseconds. The handle is a registered name: a pid goes stale with a restart. Two
# schedulers, as many as the other has workers: ELIXIR_ERL_OPTIONS="+S 2" elixir benches/elixir/supervision.exs
Logger.configure(level: :none)

defmodule Server do
  use GenServer
  def start_link(options), do: GenServer.start_link(__MODULE__, [], options)
  @impl true
  def init([]), do: {:ok, 7}
  @impl true
  def handle_call(:value, _from, value), do: {:reply, value, value}
  @impl true
  def handle_cast(:crash, _value), do: raise("as asked")
end

defmodule Bench do
  @rounds 11
  @crashes 200
  @children 10_000
  @pairs 500

  def child(number, options),
    do: %{id: number, start: {Server, :start_link, [options]}}

  def supervisor(children) do
    options = [strategy: :one_for_one, max_restarts: 1_000_000_000, max_seconds: 1]
    {:ok, pid} = Supervisor.start_link(children, options)
    pid
  end

  def crash do
    GenServer.cast(:server, :crash)
    serving()
  end

  defp serving do
    case ask() do
      7 ->
        :ok

      :gone ->
        :erlang.yield()
        serving()
    end
  end

  defp ask do
    GenServer.call(:server, :value)
  catch
    :exit, _ -> :gone
  end

  def timed(count, work) do
    {us, result} = :timer.tc(work)
    {us / count, result}
  end

  def run do
    named = supervisor([child(0, name: :server)])
    crashes = for _ <- 1..@rounds, do: elem(timed(@crashes, fn -> for _ <- 1..@crashes, do: crash() end), 0)
    Supervisor.stop(named)
    print("from a crash to serving again through the same name", crashes)

    both =
      for _ <- 1..@rounds do
        children = for number <- 1..@children, do: child(number, [])
        {start, top} = timed(@children, fn -> supervisor(children) end)

        {pair, _} =
          timed(@pairs, fn ->
            for number <- 1..@pairs do
              id = number * div(@children, @pairs)
              :ok = Supervisor.terminate_child(top, id)
              {:ok, _} = Supervisor.restart_child(top, id)
            end
          end)

        Supervisor.stop(top)
        {start, pair}
      end

    print("start of a supervised child, of #{@children}", Enum.map(both, &elem(&1, 0)))
    print("terminate_child and restart_child of one of #{@children}", Enum.map(both, &elem(&1, 1)))
  end

  defp print(title, rounds) do
    median = rounds |> Enum.sort() |> Enum.at(div(length(rounds), 2))
    IO.puts("#{title}: #{:erlang.float_to_binary(median, decimals: 2)} us")
  end
end

Bench.run()
