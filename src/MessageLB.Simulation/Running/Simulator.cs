using System.Runtime.ExceptionServices;
using MessageLB.Core.Routing;
using MessageLB.Simulation.Running;
using MessageLB.Simulation.Spreading;
using MessageLB.Simulation.Statistics;

namespace MessageLB.Simulation;

/// <summary>
/// Runs scenarios: every case with every seed at every value of the sweep, on as many cores as there are. The result depends on the
/// scenario alone, not on how its runs were scheduled. Thread-safe.
/// </summary>
/// <param name="policies">Where the cases' routing policies are found.</param>
public sealed class Simulator(RoutingPolicyRegistry policies)
{
    /// <summary>Runs at the same time.</summary>
    internal int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Runs a valid scenario to its end.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="progress">Told now and then, from several threads; null if nobody wants to know.</param>
    /// <param name="cancellationToken">Ends the runs soon.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="MessageLBException">A case names a policy that the registry does not know.</exception>
    public SimulationResult Run(Scenario scenario, IProgress<SimulationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var plan = new RunPlan(scenario);
        var board = new RunBoard(plan);
        var told = new ProgressBoard(progress, plan.Count);
        var (next, failed) = (-1, (ExceptionDispatchInfo?)null);
        void Work()
        {
            for (int run; (run = Interlocked.Increment(ref next)) < plan.Count;)
            {
                try
                {
                    board.Put(run, RunOne(plan, run, told, cancellationToken));
                }
#pragma warning disable CA1031 // Whatever it is, it goes to the caller, and the other runs are of no use to anybody.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    Interlocked.CompareExchange(ref failed, ExceptionDispatchInfo.Capture(exception), null);
                    Volatile.Write(ref next, plan.Count);
                }
            }
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism };
        Parallel.For(0, Math.Min(Parallelism, plan.Count), options, _ => Work());
        failed?.Throw();
        return new SimulationResult(scenario, board.Points);
    }

    /// <summary>One run of a case.</summary>
    internal ScenarioRun Prepare(Scenario scenario, SimulatedCase simulated, int seed, RunObserver? observer = null) =>
        new(scenario, seed, fleet => Spreaders.Create(scenario, simulated, policies, seed, fleet, observer), observer);

    private RunResult RunOne(RunPlan plan, int run, ProgressBoard told, CancellationToken cancellationToken)
    {
        var (point, number, seedIndex) = plan[run];
        var (simulated, seed) = (plan.Cases[number], plan.Seeds[seedIndex]);
        var scenario = plan.ScenarioAt(point);
        if (simulated.Destinations is { } own) scenario = scenario with { Destinations = own };
        var result = Prepare(scenario, simulated, seed).Run(messages => told.Add(simulated.Name, seed, messages), cancellationToken);
        told.Finish(simulated.Name, seed);
        return result;
    }
}
