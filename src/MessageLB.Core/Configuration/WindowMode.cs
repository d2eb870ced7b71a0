namespace MessageLB.Core.Configuration;

/// <summary>Who decides how large a window is.</summary>
public enum WindowMode
{
    /// <summary>The dispatcher, from concurrency, service time and the delay of feedback.</summary>
    Auto,

    /// <summary>The user: a number.</summary>
    Fixed,

    /// <summary>The worker's concurrency plus a number.</summary>
    Concurrency,
}
