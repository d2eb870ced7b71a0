using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>A sweep varies one quantity.</summary>
internal static class SweepRules
{
    private const string Section = "sweep";
    private const int MostValues = 100;

    public static void Check(ScenarioDraft draft, ConfigFindings findings)
    {
        var sweep = draft.Sweep;
        if (sweep.Said > 1) findings.Error(Section, null, "varies one quantity: keep one of 'load', 'feedback_delay' and 'dispatchers'");
        CheckValues(sweep.Load, "load", findings);
        CheckValues(sweep.FeedbackDelay, "feedback_delay", findings);
        CheckValues(sweep.Dispatchers, "dispatchers", findings);
    }

    private static void CheckValues<T>(IReadOnlyList<T> values, string key, ConfigFindings findings)
    {
        if (values.Count > MostValues) findings.Error($"{Section}.{key}", null, $"has {values.Count} values; the most are {MostValues}");
        if (values.Distinct().Count() < values.Count) findings.Error($"{Section}.{key}", null, "names a value twice");
    }
}
