# The workloads of ../bench on the BEAM. Reads lines "workload divisor", answers each with one figure: nanoseconds an
# operation, or bytes; "-" for what is not measured here.
Logger.configure(level: :none)

defmodule Counter do
  use GenServer

  def start(options \\ []), do: GenServer.start(__MODULE__, [], options)
  def start_link(options), do: GenServer.start_link(__MODULE__, [], options)

  @impl true
  def init([]), do: {:ok, {0, nil}}

  @impl true
  def handle_call({:add, by}, _from, {sum, next}), do: {:reply, sum + by, {sum + by, next}}

  def handle_call({:add_yielding, by}, _from, {sum, next}) do
    :erlang.yield()
    {:reply, sum + by, {sum + by, next}}
  end

  @impl true
  def handle_cast({:count, by}, {sum, next}), do: {:noreply, {sum + by, next}}

  def handle_cast({:report, to}, state) do
    send(to, :arrived)
    {:noreply, state}
  end

  def handle_cast({:link, next}, {sum, _}), do: {:noreply, {sum, next}}

  def handle_cast({:pass, 0, to}, state) do
    send(to, :arrived)
    {:noreply, state}
  end

  def handle_cast({:pass, hops, to}, {_, next} = state) do
    GenServer.cast(next, {:pass, hops - 1, to})
    {:noreply, state}
  end

  def handle_cast(:crash, _state), do: raise("as asked")
end

defmodule Bench do
  @limit 5_000

  def of(full, divisor), do: max(div(full, divisor), 1)

  # Each measurement in a process of its own: its heap and mailbox end with it.
  def run(workload, divisor) do
    :erlang.system_flag(:schedulers_online, workers(workload))
    Task.async(fn -> measure(workload, divisor) end) |> Task.await(:infinity)
  end

  defp workers("scaling-" <> workers), do: String.to_integer(workers)
  defp workers(_), do: 2

  defp measure("call", d), do: in_turn(d, start(), {:add, 1}, :infinity)
  defp measure("call-async", d), do: in_turn(d, start(), {:add, 1}, :infinity)
  defp measure("call-yielding", d), do: in_turn(d, start(), {:add_yielding, 1}, @limit)

  defp measure("clients", d) do
    server = start()
    calls = of(4_000, d)

    each(64 * calls, fn ->
      together(64, fn -> repeat(calls, fn -> GenServer.call(server, {:add, 1}, :infinity) end) end)
    end)
  end

  defp measure("pairs", d), do: pairs(d)
  defp measure("scaling-" <> _, d), do: pairs(d)

  defp measure("fan-out", d) do
    servers = for _ <- 1..of(100_000, d), do: start()

    took =
      each(length(servers), fn ->
        Enum.each(servers, fn server -> 1 = GenServer.call(server, {:add, 1}, :infinity) end)
      end)

    kill(servers)
    took
  end

  defp measure("flood-" <> senders, d) do
    senders = String.to_integer(senders)
    server = start()
    casts = div(of(512_000, d), senders)

    each(senders * casts, fn ->
      together(senders, fn ->
        repeat(casts, fn -> GenServer.cast(server, {:count, 1}) end)
        GenServer.call(server, {:add, 0}, :infinity)
      end)
    end)
  end

  defp measure("cast-idle", d) do
    server = start()
    each(of(50_000, d), fn -> repeat(of(50_000, d), fn -> report([server]) end) end)
  end

  defp measure("cast-fan-out", d) do
    servers = for _ <- 1..1_000, do: start()
    report(servers)
    took = each(1_000 * of(200, d), fn -> repeat(of(200, d), fn -> report(servers) end) end)
    kill(servers)
    took
  end

  defp measure("ring", d) do
    [first | rest] = servers = for _ <- 1..1_000, do: start()
    Enum.zip_with(servers, rest ++ [first], fn server, next -> GenServer.cast(server, {:link, next}) end)
    hops = 1_000 * of(200, d)
    pass(first, 1_000)
    took = each(hops, fn -> pass(first, hops) end)
    kill(servers)
    took
  end

  defp measure("start-stop", d) do
    count = of(100_000, d)
    each(count, fn -> Enum.each(for(_ <- 1..count, do: start()), &GenServer.stop/1) end)
  end

  defp measure("memory-called", d),
    do: memory(d, fn server -> GenServer.call(server, {:add, 1}, :infinity) end)

  defp measure("memory-cast", d), do: memory(d, fn server -> report([server]) end)

  defp measure("call-named", d) do
    {:ok, server} = Counter.start(name: :counter)
    took = in_turn(d, :counter, {:add, 1}, :infinity)
    GenServer.stop(server)
    took
  end

  defp measure("call-keyed", d) do
    {:ok, registry} = Registry.start_link(keys: :unique, name: Registry.Bench)
    name = {:via, Registry, {Registry.Bench, "key"}}
    {:ok, server} = Counter.start(name: name)
    took = in_turn(d, name, {:add, 1}, :infinity)
    GenServer.stop(server)
    Supervisor.stop(registry)
    took
  end

  # a pid goes stale with a restart, so a child is called by name
  defp measure("call-supervised", d) do
    top = supervisor()
    took = in_turn(d, :supervised, {:add, 1}, :infinity)
    Supervisor.stop(top)
    took
  end

  defp measure("crash", d) do
    top = supervisor()

    took =
      each(of(200, d), fn ->
        repeat(of(200, d), fn ->
          GenServer.call(:supervised, {:add, 1})
          GenServer.cast(:supervised, :crash)
          serving()
        end)
      end)

    Supervisor.stop(top)
    took
  end

  defp measure("load-p" <> percentile, d) do
    servers = for(_ <- 1..16, do: start()) |> List.to_tuple()
    calls = of(300, d)

    took =
      1..64
      |> Enum.map(fn _ -> Task.async(fn -> for _ <- 1..calls, do: timed_call(servers) end) end)
      |> Task.await_many(:infinity)
      |> List.flatten()
      |> Enum.sort()

    {percentile, ""} = Float.parse(percentile)
    Enum.at(took, trunc((length(took) - 1) * percentile / 100))
  end

  defp measure(_, _), do: nil

  defp start do
    {:ok, server} = Counter.start()
    server
  end

  defp kill(servers), do: Enum.each(servers, &Process.exit(&1, :kill))

  defp supervisor do
    child = %{id: :supervised, start: {Counter, :start_link, [[name: :supervised]]}}
    options = [strategy: :one_for_one, max_restarts: 1_000_000_000, max_seconds: 1]
    {:ok, top} = Supervisor.start_link([child], options)
    top
  end

  defp serving do
    case sum() do
      0 ->
        :ok

      _ ->
        :erlang.yield()
        serving()
    end
  end

  defp sum do
    GenServer.call(:supervised, {:add, 0})
  catch
    :exit, _ -> :gone
  end

  defp in_turn(d, server, request, limit) do
    calls = of(200_000, d)
    call = fn -> GenServer.call(server, request, limit) end
    repeat(div(calls, 10), call)
    each(calls, fn -> repeat(calls, call) end)
  end

  defp pairs(d) do
    calls = of(4_000, d)

    each(64 * calls, fn ->
      together(64, fn ->
        server = start()
        repeat(calls, fn -> GenServer.call(server, {:add, 1}, :infinity) end)
      end)
    end)
  end

  defp report(servers) do
    Enum.each(servers, &GenServer.cast(&1, {:report, self()}))
    Enum.each(servers, fn _ -> receive(do: (:arrived -> :ok)) end)
  end

  defp pass(server, hops) do
    GenServer.cast(server, {:pass, hops, self()})
    receive(do: (:arrived -> :ok))
  end

  defp timed_call(servers) do
    Process.sleep(1)
    server = elem(servers, :rand.uniform(16) - 1)
    start = System.monotonic_time(:nanosecond)

    case :rand.uniform(8) do
      8 -> GenServer.call(server, {:add_yielding, 1}, @limit)
      _ -> GenServer.call(server, {:add, 1}, :infinity)
    end

    System.monotonic_time(:nanosecond) - start
  end

  defp memory(d, use) do
    count = of(100_000, d)
    use.(start())
    before = resident()

    servers =
      for _ <- 1..count do
        server = start()
        use.(server)
        server
      end

    took = (resident() - before) / count
    kill(servers)
    took
  end

  defp resident do
    [_, kilobytes] = Regex.run(~r/VmRSS:\s+(\d+) kB/, File.read!("/proc/self/status"))
    String.to_integer(kilobytes) * 1024
  end

  defp together(count, work) do
    1..count |> Enum.map(fn _ -> Task.async(work) end) |> Task.await_many(:infinity)
  end

  defp repeat(0, _work), do: :ok

  defp repeat(times, work) do
    work.()
    repeat(times - 1, work)
  end

  defp each(count, work) do
    start = System.monotonic_time(:nanosecond)
    work.()
    (System.monotonic_time(:nanosecond) - start) / count
  end
end

for line <- IO.stream(:stdio, :line) do
  [workload, divisor] = String.split(line)

  case Bench.run(workload, String.to_integer(divisor)) do
    nil -> IO.puts("-")
    figure -> IO.puts(figure)
  end
end
