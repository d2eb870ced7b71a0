namespace MessageLB.Worker.Sample;

/// <summary>
/// Simulates work by waiting, for demonstrations and benchmarks. Timers are coarse (a millisecond or more), so each wait's
/// error is carried over to the next wait of the same slot: single times are rough, their mean is right. Thread-safe.
/// </summary>
public sealed class SampleHandler : IMessageHandler
{
    private const double Slowness = 10;

    private readonly SampleHandlerOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly Stack<Slot> _free = new();
    private long _begun;
    private long? _first;

    /// <summary>Creates a handler.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Speed, fail rate or the number of stuck messages is outside its range.</exception>
    public SampleHandler(SampleHandlerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (!(options.Speed > 0) || !double.IsFinite(options.Speed)) throw new ArgumentOutOfRangeException(nameof(options), options.Speed, "The speed must be above 0.");
        if (!(options.FailRate >= 0 && options.FailRate <= 1)) throw new ArgumentOutOfRangeException(nameof(options), options.FailRate, "The fail rate must be 0 to 1.");
        ArgumentOutOfRangeException.ThrowIfNegative(options.Stuck, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.StuckAfter, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.SlowAfter ?? 0, nameof(options));
        _options = options;
        _time = time;
        _random = new Random(options.Seed);
    }

    /// <inheritdoc />
    public ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var number = Interlocked.Increment(ref _begun) - 1;
        if (number - _options.StuckAfter is var after && after >= 0 && after < _options.Stuck) return NeverAsync();
        var (slot, work, fails) = Begin(number);
        if (work > TimeSpan.Zero) return WorkAsync(slot, message, work, fails, cancellationToken);
        return new ValueTask<HandlerResult>(End(slot, message, TimeSpan.Zero, fails));
    }

    private static ValueTask<HandlerResult> NeverAsync() => new(new TaskCompletionSource<HandlerResult>().Task);

    private async ValueTask<HandlerResult> WorkAsync(Slot slot, Message message, TimeSpan work, bool fails, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        try
        {
            await slot.WaitAsync(work, _time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (_lock) _free.Push(slot);
            throw;
        }

        return End(slot, message, _time.GetElapsedTime(started), fails);
    }

    private (Slot Slot, TimeSpan Work, bool Fails) Begin(long number)
    {
        lock (_lock)
        {
            var work = _options.Work.Draw(_random) / _options.Speed;
            if (number >= _options.SlowAfter) work *= Slowness;
            if (_options.SlowDown is { } change && _time.GetElapsedTime(_first ??= _time.GetTimestamp()) >= change.After) work *= change.Factor;
            var fails = _options.FailRate > 0 && _random.NextDouble() < _options.FailRate;
            return (_free.TryPop(out var slot) ? slot : new Slot(), work, fails);
        }
    }

    private HandlerResult End(Slot slot, Message message, TimeSpan elapsed, bool fails)
    {
        lock (_lock) _free.Push(slot);
        if (fails) return HandlerResult.Retry("simulated failure");
        _options.Completed?.Invoke(message, elapsed);
        return HandlerResult.Done;
    }

    /// <summary>One of the handler's concurrent workers, with the time it owes.</summary>
    private sealed class Slot
    {
        // A paused process must not be followed by minutes of work that takes no time.
        private static readonly TimeSpan LargestDebt = TimeSpan.FromMilliseconds(100);
        private TimeSpan _owed;

        public async ValueTask WaitAsync(TimeSpan work, TimeProvider time, CancellationToken cancellationToken)
        {
            _owed += work;
            if (_owed <= TimeSpan.Zero) return;
            var started = time.GetTimestamp();
            await Task.Delay(_owed, time, cancellationToken);
            _owed -= time.GetElapsedTime(started);
            if (_owed < -LargestDebt) _owed = -LargestDebt;
        }
    }
}
