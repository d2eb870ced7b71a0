namespace MessageLB.CommandLine;

/// <summary>Exit codes of the command, after BSD's <c>sysexits.h</c>, so that scripts can tell what to do next.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>What was put to the test does not hold.</summary>
    public const int Broken = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>The input is wrong: a message that no group takes, or that is too large.</summary>
    public const int Data = 65;

    /// <summary>Something that is needed does not answer or refuses: the broker, the dispatcher, a port.</summary>
    public const int Unavailable = 69;

    /// <summary>A fault of MessageLB.</summary>
    public const int Software = 70;

    /// <summary>It took too long; trying again may help.</summary>
    public const int Timeout = 75;

    /// <summary>The configuration is wrong.</summary>
    public const int Configuration = 78;

    /// <summary>Interrupted before it was done (128 + SIGINT).</summary>
    public const int Interrupted = 130;
}
