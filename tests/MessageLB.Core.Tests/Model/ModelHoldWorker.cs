using System.Globalization;
using MessageLB.Transport;

namespace MessageLB.Core.Tests.Model;

/// <summary>
/// A worker instance in a group in hold mode: acknowledges and then reports. It dies, stands still, hangs, loses its connection or its queue,
/// and comes back.
/// </summary>
internal sealed class ModelHoldWorker(string destination, int number, ModelBroker broker, HoldRun run)
{
    private const int Hands = 2;
    private const int Fetches = 4;

    private readonly string _queue = Names.HoldQueue("orders", destination);
    private readonly List<ModelMessage> _fetched = [];
    private readonly List<ModelMessage> _running = [];

    // What the broker waits for in the present session; a handler may go on with what it had from a former one.
    private readonly List<ModelMessage> _unacknowledged = [];
    private bool _consumes;
    private int _life;
    private long _sequence;
    private long _done;
    private long _failed;
    private long _returned;

    public string Destination => destination;

    public bool Lives { get; private set; }

    /// <summary>When its process ended; meaningless while it lives.</summary>
    public TimeSpan DeadSince { get; private set; }

    /// <summary>Whether its process is stopped: it says nothing and does nothing.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Whether its handlers hang, while it sends heartbeats.</summary>
    public bool Hangs { get; set; }

    public bool Consumes => _consumes;

    public int InHand => _fetched.Count + _running.Count;

    public WorkerInstance Instance => new("orders", destination, $"i{number}-{_life}");

    public Heartbeat Beat() => new()
    {
        Group = "orders",
        Destination = destination,
        Instance = Instance.Instance,
        Sequence = ++_sequence,
        Concurrency = Hands,
        Window = 3,
        Results = true,
        InFlight = InHand,
        Done = _done,
        Failed = _failed,
        Returned = _returned,
        DoneBy = new Dictionary<string, long> { ["d1"] = _done + _failed + _returned },
        LatencyP99Ms = 50,
    };

    /// <summary>Its turn: takes, starts and ends what it can.</summary>
    /// <param name="failing">Share of what fails.</param>
    public void Work(double failing)
    {
        // The broker sends to a stopped one too.
        if (Lives && _consumes && _fetched.Count < Fetches && broker.Take(_queue) is { } message)
        {
            _fetched.Add(message);
            _unacknowledged.Add(message);
        }

        if (!Lives || IsStopped) return;
        if (!_consumes) Connect();
        if (_running.Count < Hands && _fetched.Count > 0) Start();
        if (!Hangs && _running.Count > 0) Finish(_running[run.Random.Next(_running.Count)], failing);
    }

    /// <summary>A new process.</summary>
    public void Return()
    {
        if (Lives) return;
        (Lives, IsStopped, Hangs) = (true, false, false);
        _life++;
        (_sequence, _done, _failed, _returned) = (0, 0, 0, 0);
    }

    /// <summary>Its process dies.</summary>
    public void Die()
    {
        Disconnect();
        _fetched.Clear();
        _running.Clear();
        (Lives, DeadSince) = (false, run.Clock.Elapsed);
    }

    /// <summary>It gives back what it has not started, waits for its handlers, and takes its leave.</summary>
    public void Leave()
    {
        foreach (var message in _fetched.ToList()) Report(message, ResultStatus.Return);
        foreach (var message in _running.ToList()) Finish(message, failing: 0);
        if (Lives) Die();
    }

    /// <summary>Its connection is lost: what is not acknowledged is in its queue again. Its handlers go on.</summary>
    public void Disconnect()
    {
        if (!_consumes) return;
        for (var i = _unacknowledged.Count - 1; i >= 0; i--) broker.GiveBack(_queue, _unacknowledged[i]);
        Cancel();
    }

    /// <summary>Its queue is gone, or the broker.</summary>
    public void Cancel()
    {
        _unacknowledged.Clear();
        _consumes = false;
    }

    // What it had fetched from a session that is over it does not start.
    private void Connect()
    {
        _fetched.Clear();
        broker.Declare(_queue);
        _consumes = true;
    }

    private void Start()
    {
        var message = _fetched[0];
        if (Deadlines.Of(message.Properties.Headers) <= run.Clock.GetUtcNow())
        {
            Report(message, ResultStatus.Return);
            return;
        }

        _fetched.RemoveAt(0);
        _running.Add(message);
    }

    private void Finish(ModelMessage message, double failing)
    {
        var fate = run.Random.NextDouble();
        if (message.Id.StartsWith("poison", StringComparison.Ordinal)) run.Kill(this);
        else if (fate < failing / 3) Report(message, ResultStatus.Drop);
        else if (fate < failing) Report(message, ResultStatus.Retry);
        else if (fate < failing + 0.02) Report(message, ResultStatus.Return);
        else Report(message, ResultStatus.Success);
    }

    private void Report(ModelMessage message, ResultStatus status)
    {
        _fetched.Remove(message);
        _running.Remove(message);
        _unacknowledged.Remove(message);
        if (status == ResultStatus.Success)
        {
            run.Completed(message);
            _done++;
        }
        else if (status == ResultStatus.Return)
        {
            _returned++;
        }
        else
        {
            _failed++;
        }

        var attempt = int.Parse(HeaderValues.GetText(message.Properties.Headers, HeaderNames.Attempt)!, CultureInfo.InvariantCulture);
        var error = status is ResultStatus.Retry or ResultStatus.Drop ? "Boom: by chance" : null;
        run.Results.Send(destination, new WorkResult(message.Id, attempt, status, 0, error, "d1"));
    }
}
