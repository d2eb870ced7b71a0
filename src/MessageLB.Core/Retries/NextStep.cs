namespace MessageLB.Core.Retries;

/// <summary>What is done with a message that came to ingress.</summary>
/// <param name="Kind">What.</param>
/// <param name="Attempt">The attempt that it is tried with next, or, of a dead letter, was last tried with.</param>
/// <param name="Step">With <see cref="NextStepKind.Wait"/>: the step to take now.</param>
/// <param name="Left">With <see cref="NextStepKind.Wait"/>: what is left to wait after it.</param>
/// <param name="Reason">With <see cref="NextStepKind.Dead"/>: one of <see cref="DeadReasons"/>.</param>
public readonly record struct NextStep(NextStepKind Kind, int Attempt, TimeSpan Step = default, TimeSpan Left = default, string? Reason = null)
{
    /// <summary>Hand it over.</summary>
    public static NextStep HandOver(int attempt) => new(NextStepKind.HandOver, attempt);

    /// <summary>Let it wait, or hand it over if the wait is shorter than any step.</summary>
    public static NextStep Wait(int attempt, TimeSpan wait) =>
        DelayLadder.Step(wait) is { } step ? new NextStep(NextStepKind.Wait, attempt, step, wait - step) : HandOver(attempt);

    /// <summary>Make a dead letter of it.</summary>
    public static NextStep Dead(int attempt, string reason) => new(NextStepKind.Dead, attempt, Reason: reason);
}
