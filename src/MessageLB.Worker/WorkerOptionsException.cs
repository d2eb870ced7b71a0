namespace MessageLB.Worker;

/// <summary>Options of a worker are outside their ranges; lists all of them at once.</summary>
public sealed class WorkerOptionsException : MessageLBException
{
    internal WorkerOptionsException(IReadOnlyList<string> errors)
        : base($"The worker's options are not valid:{Environment.NewLine}{string.Join(Environment.NewLine, errors.Select(e => $"  {e}"))}")
    {
        Errors = errors;
    }

    /// <summary>One line for each violation: option, value, rule.</summary>
    public IReadOnlyList<string> Errors { get; }
}
