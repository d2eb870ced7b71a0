using System.Globalization;
using System.Text;
using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Fakes;

/// <summary>A worker <c>orders/a/i1</c> on the fake transport and a manual clock, and the ways to drive it.</summary>
internal sealed class WorkerRig : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task? _run;

    public WorkerRig(Action<WorkerOptions>? configure = null, IMessageHandler? handler = null, IDuplicateStore? store = null)
    {
        var options = new WorkerOptions { Group = "orders", Name = "a", Instance = "i1" };
        configure?.Invoke(options);
        Worker = new WorkerHost(Transport, options, handler ?? Handler, Time, Logs, store);
    }

    public ManualTimeProvider Time { get; } = new();

    public FakeTransport Transport { get; } = new();

    public GatedHandler Handler { get; } = new();

    public LogRecorder Logs { get; } = new();

    public WorkerHost Worker { get; }

    /// <summary>The run; faults as it does.</summary>
    public Task Run => _run!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts the worker and waits until its first session is served.</summary>
    public async Task<FakeSession> StartAsync()
    {
        Begin();
        return await ServedSessionAsync(1);
    }

    /// <summary>Starts the worker and waits for nothing.</summary>
    public void Begin() => _run = Worker.RunAsync(_stopping.Token);

    /// <summary>Waits for the session of this number to be served: its first heartbeat.</summary>
    public async Task<FakeSession> ServedSessionAsync(int number)
    {
        var session = (await Transport.Sessions.TakeAsync(number, Token))[number - 1];
        await session.Heartbeats.TakeAsync(1, Token);
        return session;
    }

    /// <summary>Lets the delay before the next session pass.</summary>
    public async Task<FakeSession> ReconnectAsync(int number)
    {
        await Logs.FirstAsync(3002, Token);
        await Time.WaitForTimersAsync(2, Token); // the heartbeat's, still armed, and the delay's
        Time.Advance(SessionSupervisor.LongestDelay * 1.2);
        return await ServedSessionAsync(number);
    }

    public void Stop() => _stopping.Cancel();

    /// <summary>Delivers a message as the dispatcher <c>d1</c> hands it over.</summary>
    public static Task DeliverAsync(FakeSession session, string text, int attempt = 1, string dispatcher = "d1", Action<MessageProperties>? with = null)
    {
        var properties = new MessageProperties
        {
            MessageId = $"id-{text}",
            ContentType = "text/plain",
            Persistent = true,
            Headers = new Dictionary<string, object?>
            {
                [HeaderNames.Attempt] = Encoding.UTF8.GetBytes(attempt.ToString(CultureInfo.InvariantCulture)),
                [HeaderNames.Dispatcher] = Encoding.UTF8.GetBytes(dispatcher),
                [HeaderNames.Exchange] = Names.IngressExchange,
                [HeaderNames.RoutingKey] = "order.eu.new",
                ["shop"] = "berlin",
            },
        };
        with?.Invoke(properties);
        return session.DeliverAsync(properties, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Waits for the handler's call for this message.</summary>
    public Task<HandlerCall> CallAsync(string text) => Handler.Calls.FirstAsync(c => c.Text == text, $"'{text}'", Token);

    public static Task CallsAsync(FakeSession session, string call) => session.Calls.FirstAsync(c => c == call, $"'{call}'", Token);

    public static Task<Heartbeat> HeartbeatAsync(FakeSession session, Predicate<Heartbeat> predicate, string what) =>
        session.Heartbeats.FirstAsync(predicate, what, Token);

    /// <summary>Lets time pass, millisecond by millisecond, until a heartbeat comes.</summary>
    public async Task<Heartbeat> PassUntilAsync(FakeSession session, Predicate<Heartbeat> predicate, string what)
    {
        var heartbeat = HeartbeatAsync(session, predicate, what);
        while (!heartbeat.IsCompleted)
        {
            Time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.WhenAny(heartbeat, Task.Delay(TestTimeouts.BetweenLooks, TimeProvider.System, Token));
        }

        return await heartbeat;
    }

    /// <summary>Waits for the end of the run.</summary>
    public Task EndAsync() => Run.OrFailAsync("the worker's end", Token);

    public async ValueTask DisposeAsync()
    {
        var disposal = Worker.DisposeAsync().AsTask();
        // Whatever the worker still waits for, time passes.
        while (!disposal.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(disposal, Task.Delay(TestTimeouts.BetweenLooks, TimeProvider.System, CancellationToken.None));
        }

        _stopping.Dispose();
    }
}
